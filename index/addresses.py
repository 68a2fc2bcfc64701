"""Which web addresses may be fetched: the text of one, and the machines behind its host.

httpx's parser is the only one: what is checked here is the very object that is fetched.
Covered: other schemes and ports, credentials, odd spellings of hosts, names and numbers of
private networks, and every way to write an IPv4 address inside an IPv6 one. Not covered: what a
public server answers; `fetch.py` limits that.
"""

import re
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import httpx

from index.article import ArticleError

IP = IPv4Address | IPv6Address

PORTS = {"http": 80, "https": 443}
MAX_ADDRESS = 2000  # characters, about what browsers and servers take
_SHOWN = 100  # characters of an address in an error
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://|https?:", re.I)
# What parsers of addresses quarrel over: white space, control characters, backslashes.
_ODD = re.compile(r"[\s\x00-\x20\x7f-\x9f\\\u200b-\u200f\u2028-\u202f\u2060\ufeff]")
# An empty user name too, which the parser drops.
_USER = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//[^/?#]*@", re.I)
# A last label begins with a letter, so that no number (127.1, 0x7f.1, 2130706433) is a name.
_NAME = re.compile(r"(?=.{1,253}\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*\Z")
# Names that mean something inside a network only, by RFC 6761, 6762, 8375 and custom.
_INSIDE = re.compile(
    r"(?:^|\.)(?:localhost|localdomain|local|internal|intranet|private|corp|home|lan|home\.arpa"
    r"|in-addr\.arpa|ip6\.arpa|test|invalid|onion)\Z"
)
# Public by the registry, but not a web server of anybody's; and what Python 3.11 does not know.
_NOT_PUBLIC = tuple(
    map(
        ip_network,
        (
            "168.63.129.16/32",  # a cloud's own services, seen from its machines
            "192.0.0.0/24",  # protocol assignments
            "192.88.99.0/24",  # relays to 6to4
            "2001::/23",  # protocol assignments, Teredo among them
            "2002::/16",  # 6to4: an IPv4 address inside
            "3fff::/20",  # documentation
        ),
    )
)
_GLOBAL_IPV6 = ip_network("2000::/3")  # mapped, translated and local addresses are all outside


def is_address(text: str) -> bool:
    """Whether `text` is meant as a web address and not as a path."""
    return _ADDRESS.match(text) is not None


def is_public(ip: IP) -> bool:
    """Whether an address is one of the open internet's, with no other inside it."""
    if ip.version == 6 and ip not in _GLOBAL_IPV6:
        return False
    inside = any(ip in network for network in _NOT_PUBLIC if network.version == ip.version)
    return ip.is_global and not ip.is_multicast and not inside


def parse(text: str, any_port: bool = False, base: httpx.URL | None = None) -> httpx.URL:
    """The address in `text`, relative to `base` if there is one. Raises `ArticleError`."""
    if len(text) > MAX_ADDRESS or _ODD.search(text):
        raise refusal(text, "it is too long, or has a space or control character in it")
    try:
        url = base.join(text) if base else httpx.URL(text)
    except (httpx.InvalidURL, ValueError):
        raise refusal(text, "it is not a valid address") from None
    if url.scheme not in PORTS:
        raise refusal(text, "only http and https are")
    if url.userinfo or _USER.match(text):
        raise refusal(text, "it carries a user name or a password")
    if not any_port and url.port not in (None, *PORTS.values()):
        raise refusal(text, f"port {url.port} is neither 80 nor 443")
    if literal(url) is None and (why := _bad_name(url.raw_host.decode("ascii"))):
        raise refusal(text, why)
    return url.copy_with(fragment=None)


def literal(url: httpx.URL) -> IP | None:
    """The host as a number, if it is written as one in full; none for names."""
    try:
        return ip_address(url.raw_host.decode("ascii")) if "%" not in url.host else None
    except ValueError:
        return None


def refusal(text: str, why: str) -> ArticleError:
    """The error for an address that is not fetched."""
    shown = text if text.isprintable() else ascii(text)[1:-1]
    shown = shown if len(shown) <= _SHOWN else shown[:_SHOWN] + "…"
    return ArticleError(f"{shown} is not fetched: {why}.")


def _bad_name(host: str) -> str | None:
    if _INSIDE.search(host.rstrip(".")):
        return f"{host} is a name inside a private network"
    return None if _NAME.match(host) else "its host is neither a full name nor a full IP address"
