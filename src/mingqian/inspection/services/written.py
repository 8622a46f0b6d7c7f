"""What has to be said in words is said, or the act waits."""

from mingqian.core.decision import Decision, allowed, denied


def said(text: str, why: str, clause: str, remedy: str = "请填写") -> Decision:
    """Blanks are no words; ``why`` names what is missing."""
    return allowed() if text.strip() else denied("inspection.no_words", why, clause, remedy)
