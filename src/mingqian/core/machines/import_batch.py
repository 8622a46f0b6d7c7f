"""A batch of imported rows: previewed, taken over whole or not at all, and revertible whole."""

from mingqian.core.machine import Machine, Move, Refusal

MACHINE = Machine(
    name="import_batch",
    title="导入批次",
    start="previewed",
    states={"previewed": "已预览", "applied": "已入库", "reverted": "已撤回"},
    events={"apply": "确认入库", "revert": "撤回"},
    moves=(
        Move("previewed", "apply", "applied", "导入人", "一次事务，全部入库或全部不入"),
        Move("applied", "revert", "reverted", "导入人或其上级", "其后的变更建立在本批之上的，须先撤回后者"),
    ),
    final=frozenset({"reverted"}),
    refusals=(
        Refusal("applied", "apply", "本批次已经入库", "", "如需更正，请导入新文件或撤回本批次"),
        Refusal("reverted", "apply", "已撤回的批次不得再次入库", "", "请重新导入文件"),
    ),
)
