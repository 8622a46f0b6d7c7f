"""Signed notes and co-signatures of C2SP: one spelling, and a signature that holds or does not."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from mingqian.core import notes
from mingqian.core.notes import Kind, NoteError, VerifierKey

# The example of the format's first implementation (golang.org/x/mod/sumdb/note).
KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NOTE = (
    "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
TEXT = "mingqian.350299/draws\n3\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"


class Pen:
    """A signer in the sense of the interface."""

    def __init__(self, number: int) -> None:
        self.key = Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32)
        self.public = self.key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        return self.key.sign(message)


def keys(*named):
    return [VerifierKey(name, kind, Pen(number).public) for name, kind, number in named]


def test_the_formats_own_example_holds():
    key, note = notes.read_key(KEY), notes.read(NOTE)
    assert str(key) == KEY
    assert str(note) == NOTE
    assert notes.verified([key], note) == ([key], [])


def test_a_log_signs_and_an_outsider_cosigns_the_same_text_at_a_time():
    log, upper = keys(("mingqian.350299/draws", Kind.ED25519, 1), ("upper", Kind.COSIGNATURE, 2))
    note = notes.Note(TEXT).signed(notes.sign(Pen(1), log.name, TEXT))
    note = note.signed(notes.cosign(Pen(2), upper.name, TEXT, time=1679315147))
    assert notes.read(str(note)) == note == notes.of_lines(note.lines())
    assert note.signatures[1].time == 1679315147
    assert notes.verified([log, upper], note) == ([log, upper], [])


def test_a_cosignature_binds_its_time_and_is_no_signature_of_the_log():
    (upper,) = keys(("upper", Kind.COSIGNATURE, 2))
    made = notes.cosign(Pen(2), "upper", TEXT, time=1000)
    later = notes.Signature(made.name, made.id, (1001).to_bytes(8, "big") + made.blob[8:])
    assert notes.verified([upper], notes.Note(TEXT, (later,))) == ([], [upper])
    (bare,) = keys(("upper", Kind.ED25519, 2))
    assert notes.verified([bare], notes.Note(TEXT, (made,))) == ([], [])


def test_a_signature_over_another_text_is_named_and_an_unknown_one_passed_over():
    (log,) = keys(("log", Kind.ED25519, 1))
    wrong = notes.sign(Pen(1), "log", TEXT.replace("3", "4"))
    stranger = notes.sign(Pen(7), "stranger", TEXT)
    assert notes.verified([log], notes.Note(TEXT, (wrong, stranger))) == ([], [log])


@pytest.mark.parametrize(
    "text",
    [
        "", "a+b", KEY.replace("c74f20a3", "c74f20a4"), KEY.replace("PeterNeumann", "Peter Neumann"),
        KEY[:-4], KEY.replace("ARpc", "AhpC"), KEY + "=", KEY.replace("+c74f20a3+", "++"),
    ],
)  # fmt: skip
def test_a_key_that_is_copied_wrongly_is_refused(text):
    with pytest.raises(NoteError):
        notes.read_key(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "text\n", "text\n\n", "text\n\n— name\n", "text\n\n- name AAAAAAAA\n", NOTE[:-1], NOTE + "\n",
        NOTE.replace("nAM=", "nAN="), NOTE.replace("JnAM=", "JnAM"), NOTE.replace("If", "I\tf"),
        NOTE.replace("— Peter", "—  Peter"), NOTE.replace("— Peter", "— P+"), "text\n\n— n AAAA\n",
    ],
)  # fmt: skip
def test_another_spelling_of_a_note_is_no_note(text):
    with pytest.raises(NoteError):
        notes.read(text)
