"""Tells who draws pages that a call is being answered, so that it goes first."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from core.right_of_way import RightOfWay


class Precedence:
    """Wraps an app; each of its calls has the right of way until its answer begins."""

    def __init__(self, app: ASGIApp, *, right_of_way: RightOfWay) -> None:
        self._app = app
        self._right_of_way = right_of_way

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on; what streams or waits afterwards keeps nobody waiting."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        leave = self._right_of_way.enter()

        async def answer(message: Message) -> None:
            leave()
            await send(message)

        try:
            await self._app(scope, receive, answer)
        finally:
            leave()
