"""The one door to other people's servers: carries a message to an address and brings back how it was taken.

An address is looked up once, checked, and the connection goes to what was found, so that a name which means
something else a moment later leads nowhere. Nothing follows a redirect, and nothing waits without an end.
"""

import asyncio
import ipaddress
import re
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import httpx

from core.errors import InvalidInput
from core.trust import authorities

# A receiver only says that it has understood; whatever it takes longer for belongs behind its answer.
TIMEOUT_SECONDS: Final = 10.0
# What is read of an answer; nobody looks at it, but a short one lets the connection end in order.
MAX_ANSWER_BYTES: Final = 16_384
MAX_URL_CHARACTERS: Final = 2_000
# IPv6 addresses that lead to an IPv4 one behind a gateway, whichever that is.
_GATEWAYS: Final = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16"))

# A name in its ASCII form, or an IPv6 address; httpx has unwrapped the brackets.
_HOST: Final = re.compile(r"[A-Za-z0-9._-]+|[0-9A-Fa-f:.]+")

Resolve = Callable[[str, int], list[str]]


class Undeliverable(Exception):
    """The message did not arrive; the words say why, and nothing about the inside of this network."""


@dataclass(frozen=True, kw_only=True)
class Destination:
    """An address taken apart; `numeric` is the IP address it names by itself, None for a name."""

    url: httpx.URL
    host: str
    port: int
    numeric: str | None


def destination(url: str, *, private: bool) -> Destination:
    """What an address names, without looking it up; raises `InvalidInput` for one that is not to be called."""
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise InvalidInput(
            f"This is no address: {error}.", hint="Send one such as https://example.com/hook."
        ) from error
    host = parsed.host.rstrip(".")
    sound = _HOST.fullmatch(parsed.raw_host.decode("ascii", "replace")) and (parsed.port or 1) in range(
        1, 65_536
    )
    if parsed.scheme not in ("http", "https") or not sound or len(url) > MAX_URL_CHARACTERS:
        raise InvalidInput(
            "A webhook needs an address that begins with https:// or http://.",
            hint=f"Send one such as https://example.com/hook, of {MAX_URL_CHARACTERS:,} characters at most.",
        )
    if parsed.userinfo:
        raise InvalidInput(
            "The address holds a name or a password.",
            hint="Leave them out; each delivery is signed instead.",
        )
    found = Destination(
        url=parsed,
        host=host,
        port=parsed.port or {"http": 80, "https": 443}[parsed.scheme],
        numeric=_numeric(host),
    )
    inside = not is_public(found.numeric) if found.numeric else _is_local_name(host)
    if inside and not private:
        raise InvalidInput(
            f"{host} is an address inside this network.",
            hint="Name one that the internet reaches, or set STORYREEL_WEBHOOK_PRIVATE=true.",
        )
    return found


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the internet: not private, loopback, link-local, multicast or a gateway's."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    mapped = ip.ipv4_mapped if isinstance(ip, ipaddress.IPv6Address) else None
    ip = mapped or ip
    if ip.version == 6 and any(ip in net for net in _GATEWAYS):
        return False
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


def _numeric(host: str) -> str | None:
    """The IP address that a host spells, also in one number, in hexadecimal or in octal as the system takes it."""
    try:
        return str(socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)[0][4][0])
    except (OSError, UnicodeError):
        return None


def _is_local_name(host: str) -> bool:
    name = host.lower()
    return "." not in name or name.endswith((".localhost", ".local", ".internal", ".home.arpa"))


def look_up(host: str, port: int) -> list[str]:
    """The IP addresses of a name; raises `OSError` when there are none."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True, kw_only=True)
class Courier:
    """Carries messages; `resolve` is asked once for each."""

    resolve: Resolve = look_up
    timeout_seconds: float = TIMEOUT_SECONDS

    def post(self, url: str, body: bytes, headers: Mapping[str, str], *, private: bool) -> int:
        """Send the body and return the status of the answer; raises `Undeliverable`."""
        try:
            target = destination(url, private=private)
        except InvalidInput as error:
            raise Undeliverable(error.message) from error
        address = self._address_of(target, private=private)
        try:
            return asyncio.run(self._send(target, address, body, headers))
        except TimeoutError as error:
            raise Undeliverable(f"No answer within {self.timeout_seconds:g} s.") from error
        except httpx.HTTPError as error:
            raise Undeliverable(f"The connection failed ({type(error).__name__}).") from error

    def _address_of(self, target: Destination, *, private: bool) -> str:
        try:
            found = [target.numeric] if target.numeric else self.resolve(target.host, target.port)
        except (OSError, UnicodeError) as error:
            raise Undeliverable(f"{target.host} cannot be found.") from error
        # One inner address among outer ones is how a name would be made to lead inside now and then.
        if not found or not (private or all(is_public(address) for address in found)):
            raise Undeliverable(f"{target.host} leads to an address inside this network.")
        return found[0]

    async def _send(self, target: Destination, address: str, body: bytes, headers: Mapping[str, str]) -> int:
        sent = {**headers, "Host": target.url.netloc.decode("ascii")}
        extensions = {"sni_hostname": target.host}
        async with (
            asyncio.timeout(self.timeout_seconds),
            httpx.AsyncClient(verify=authorities(), trust_env=False, follow_redirects=False) as http,
        ):
            there = target.url.copy_with(host=address)
            async with http.stream(
                "POST", there, content=body, headers=sent, extensions=extensions
            ) as answer:
                read = 0
                async for chunk in answer.aiter_raw():
                    read += len(chunk)
                    if read > MAX_ANSWER_BYTES:
                        break
                return answer.status_code
