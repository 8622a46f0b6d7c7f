"""How the organ's seal comes onto a paper: a driver chosen by the settings.

``print-and-stamp`` leaves the place free; whoever stamps is registered. ``pdf-signature`` signs the file with the
organ's certificate (PKCS#12), so that a reader sees any later change of it.
"""

from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Protocol

from django.conf import settings

from mingqian.core.decision import Refused, denied
from mingqian.documents.enums import Kind, Sealing
from mingqian.documents.sheets import of as sheet_of


class Driver(Protocol):
    """A way of sealing."""

    @property
    def sealing(self) -> Sealing: ...

    def seal(self, pdf: bytes, reason: str) -> bytes:
        """The paper with the seal, as far as a program can put it there."""


class PrintAndStamp:
    """The seal is of rubber: the PDF stays as it is."""

    sealing = Sealing.STAMP

    def seal(self, pdf: bytes, reason: str) -> bytes:
        """Nothing to do: the place is left free on the paper."""
        return pdf


class PdfSignature:
    """PAdES, made with a certificate file."""

    sealing = Sealing.SIGNATURE

    def __init__(self, certificate: Path, password: str) -> None:
        self.certificate = certificate
        self.password = password

    def seal(self, pdf: bytes, reason: str) -> bytes:
        """The same pages with a signature over all of them, as an increment after the last byte."""
        _demand_installed()
        from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
        from pyhanko.sign import fields, signers

        load = signers.SimpleSigner.load_pkcs12
        signer = load(str(self.certificate), passphrase=self.password.encode())  # type: ignore[no-untyped-call]
        if signer is None:
            why = "电子签章的证书打不开：文件不存在、密码不对，或不是 PKCS#12"
            raise Refused(
                denied("documents.certificate", why, "", "请系统管理员核对 MINGQIAN_SEAL_CERTIFICATE 和密码")
            )
        signed = BytesIO()
        signers.sign_pdf(
            IncrementalPdfFileWriter(BytesIO(pdf)),
            signers.PdfSignatureMetadata(
                field_name="Seal", reason=reason, subfilter=fields.SigSeedSubFilter.PADES
            ),
            signer=signer,
            output=signed,
        )
        return signed.getvalue()


def driver(kind: Kind) -> Driver | None:
    """The bureau's way for the papers that carry a seal; None for the others."""
    if not sheet_of(kind).sealed:
        return None
    if settings.SEAL_CERTIFICATE:
        return PdfSignature(Path(settings.SEAL_CERTIFICATE), settings.SEAL_PASSWORD)
    return PrintAndStamp()


def _demand_installed() -> None:
    if find_spec("pyhanko") is None:
        why = "没有安装电子签章所需的组件"
        raise Refused(
            denied("documents.no_signer", why, "", "请系统管理员安装：pip install 'mingqian[seal]'")
        )
