"""The door to other people's servers: it leads to the internet and nowhere else, and always ends."""

from collections.abc import AsyncIterator

import anyio
import pytest
from starlette.responses import RedirectResponse, StreamingResponse

from core.courier import MAX_ANSWER_BYTES, Courier, Undeliverable, destination, is_public, look_up
from core.errors import InvalidInput
from tests.outward.receiver import receiving

INSIDE = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0.0.0.0:8000/",
    "http://[::1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[64:ff9b::a9fe:a9fe]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fd00::1]/",
    "http://10.0.0.1/",
    "http://172.16.3.4/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://224.0.0.1/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    "http://localhost:8000/",
    "http://LOCALHOST./",
    "http://printer/",
    "http://metadata.google.internal/",
    "http://nas.local/",
]


@pytest.mark.parametrize("url", INSIDE)
def test_an_address_inside_this_network_is_refused(url: str) -> None:
    """However it is spelt, an inner address is refused when it is named, and sent nothing."""
    with pytest.raises(InvalidInput, match="inside this network"):
        destination(url, private=False)
    with pytest.raises(Undeliverable, match="inside this network"):
        Courier().post(url, b"{}", {}, private=False)


@pytest.mark.parametrize(
    "url",
    ["", "example.com", "ftp://example.com/", "file:///etc/passwd", "gopher://example.com/", "http://", "https:///x",
     "http://user:secret@example.com/", "http://example.com:99999/", "http://exa mple.com/", "http://[::1/",
     "https://example.com/" + "x" * 2000, "http://\x00.example.com/", "http://0177.0.0.1/"],
)  # fmt: skip
def test_what_is_no_address_of_a_receiver_is_refused(url: str) -> None:
    """Other schemes, passwords, broken and endless addresses are wrong input, whatever is allowed."""
    with pytest.raises(InvalidInput):
        destination(url, private=True)


@pytest.mark.parametrize(
    "url", ["https://example.com/hook", "http://93.184.216.34:8080/x?y=1", "https://bücher.example/"]
)
def test_an_address_of_the_internet_is_taken(url: str) -> None:
    """Names and numbers of the internet are fine, on any port."""
    assert destination(url, private=False).port in (80, 443, 8080)
    assert is_public("2606:2800:220:1:248:1893:25c8:1946")


@pytest.mark.parametrize(
    "found", [["127.0.0.1"], ["93.184.216.34", "10.0.0.1"], ["fe80::1%eth0"], ["::ffff:169.254.169.254"], []]
)
def test_a_name_that_leads_inside_is_sent_nothing(found: list[str]) -> None:
    """A name of the internet whose addresses lie inside, or only one of them, is not called."""
    with pytest.raises(Undeliverable, match="inside this network"):
        Courier(resolve=lambda _host, _port: found).post("http://hook.example/", b"{}", {}, private=False)


def test_a_name_is_looked_up_once_and_the_connection_goes_there() -> None:
    """A name that means another address a moment later is not asked again, so rebinding leads nowhere."""
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with receiving() as (receiver, url):
        port = url.split(":")[2].split("/")[0]
        status = Courier(resolve=resolve).post(f"http://hook.example:{port}/hook", b"{}", {}, private=True)

    assert (status, asked) == (204, ["hook.example"])
    assert receiver.messages[0].headers["host"] == f"hook.example:{port}"


def test_a_redirect_is_not_followed() -> None:
    """A receiver cannot send the message on, for example into this network."""
    with receiving(RedirectResponse("/elsewhere", 307)) as (receiver, url):
        assert Courier().post(url, b"{}", {}, private=True) == 307
        assert len(receiver.messages) == 1


def test_a_long_answer_is_not_read_to_its_end() -> None:
    """Only so much of an answer is read, and its end is not waited for."""
    ended = anyio.Event()

    async def long() -> AsyncIterator[bytes]:
        yield b"x" * (MAX_ANSWER_BYTES + 1)
        await ended.wait()

    with receiving(StreamingResponse(long())) as (_, url):
        assert Courier().post(url, b"{}", {}, private=True) == 200


def test_an_answer_that_dribbles_is_cut() -> None:
    """The whole exchange has one time limit, so a byte now and then does not keep it open."""

    async def dribble() -> AsyncIterator[bytes]:
        while True:
            yield b"x"
            await anyio.sleep(0.01)

    with (
        receiving(StreamingResponse(dribble())) as (_, url),
        pytest.raises(Undeliverable, match=r"within 0\.2 s"),
    ):
        Courier(timeout_seconds=0.2).post(url, b"{}", {}, private=True)


def test_what_cannot_be_reached_is_told_without_details() -> None:
    """A closed port and a name that is not there are told in words that show nothing of this network."""
    with receiving() as (_, url):
        pass

    def nowhere(_host: str, _port: int) -> list[str]:
        raise OSError("Name or service not known")

    with pytest.raises(Undeliverable, match="The connection failed"):
        Courier().post(url, b"{}", {}, private=True)
    with pytest.raises(Undeliverable, match=r"hook\.example cannot be found"):
        Courier(resolve=nowhere).post("http://hook.example/", b"{}", {}, private=True)
    assert "127.0.0.1" in look_up("127.0.0.1", 80)
