"""A line between phone and server that goes dead again and again, in the middle of whatever is on it."""

from __future__ import annotations

import random  # noqa: TID251 — when to cut
import socket
import struct
import threading
from contextlib import suppress

BLOCK = 1 << 14
ABRUPT = struct.pack("ii", 1, 0)  # no farewell: the other side hears nothing more, or a reset


class Line:
    """Listens on ``port``, passes on to ``there``; every connection ends after a number of bytes of chance going up."""

    def __init__(self, there: int, least: int, most: int, chance: random.Random) -> None:
        self.there, self.least, self.most, self.chance = there, least, most, chance
        self.cuts = self.up = 0
        self.whole = False
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                phone, _ = self._listening.accept()
                threading.Thread(target=self._carry, args=(phone,), daemon=True).start()

    def _carry(self, phone: socket.socket) -> None:
        try:
            server = socket.create_connection(("127.0.0.1", self.there))
        except OSError:
            phone.close()
            return
        threading.Thread(target=self._down, args=(server, phone), daemon=True).start()
        left = self.chance.randint(self.least, self.most)
        with suppress(OSError):
            while data := phone.recv(BLOCK):
                self.up += len(data)
                left -= len(data)
                server.sendall(data)
                if left < 0 and not self.whole:
                    self.cuts += 1
                    break
        for one in (phone, server):
            with suppress(OSError):
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, ABRUPT)
                one.shutdown(socket.SHUT_RDWR)  # whoever waits for it hears of it, too
            one.close()

    @staticmethod
    def _down(server: socket.socket, phone: socket.socket) -> None:
        with suppress(OSError):
            while data := server.recv(BLOCK):
                phone.sendall(data)
