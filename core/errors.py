"""Every error the product raises on purpose, in one tree.

AppError                      code
  InvalidInput                invalid_input
    TooLarge                  too_large
    UnsupportedMedia          unsupported_media
  NotFound                    not_found
  AccessDenied                access_denied
    NotAuthenticated          not_authenticated
    InvalidToken              invalid_token
    SignInFailed              sign_in_failed
    SignedOut                 signed_out
  WrongStep                   wrong_step          the job is not at the step that this needs
  Conflict                    conflict            something else is at work on the same thing
  RefinementLimit             refinement_limit
  RefinementFailed            refinement_failed
  ClipFailed                  clip_failed
    ClipMissing               clip_missing        a film asked for with clips lacks one
  BudgetExceeded              budget_exceeded
  RateLimited                 rate_limited        retryable
  QueueFull                   queue_full          retryable
  ConfigurationError          configuration
    FFmpegMissing             ffmpeg_missing
  ProviderError               provider
    ProviderBusy              provider_busy       retryable
    ProviderTimeout           provider_timeout    retryable
    ProviderInterrupted       provider_interrupted retryable, the order ended and was not billed
    ProviderRejected          provider_rejected   the content or its settings were refused
    ProviderAccess            provider_access     token, credit or permission
  MediaError                  media
    PictureUnreadable         picture_unreadable
    MusicUnreadable           music_unreadable
    FFmpegFailed              ffmpeg_failed
    FilmFailedCheck           film_failed_check
  StoreError                  store
    DiskFull                  disk_full           retryable
  Canceled                    canceled

A message says the cause, a hint the next step; both are shown to people, `detail` goes to the log only.
"""

from typing import ClassVar


class AppError(Exception):
    """Base of the tree; carries what a person needs to go on."""

    code: ClassVar[str] = "app_error"
    default_hint: ClassVar[str] = "Try again; if it happens again, run `python -m core doctor`."
    retryable: ClassVar[bool] = False

    def __init__(self, message: str, *, hint: str | None = None, detail: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint or self.default_hint
        self.detail = detail


class InvalidInput(AppError):
    code = "invalid_input"
    default_hint = "Change the value that the message names and send it again."


class TooLarge(InvalidInput):
    code = "too_large"
    default_hint = "Send a smaller file."


class UnsupportedMedia(InvalidInput):
    code = "unsupported_media"
    default_hint = "Send a PNG, JPEG or WebP picture."


class NotFound(AppError):
    code = "not_found"
    default_hint = "Check the number, or open the library to see what there is."


class AccessDenied(AppError):
    code = "access_denied"
    default_hint = "Sign in with an account that may do this."


class NotAuthenticated(AccessDenied):
    code = "not_authenticated"
    default_hint = "Send the header `Authorization: Bearer TOKEN`; the Settings page makes a token."


class InvalidToken(AccessDenied):
    code = "invalid_token"
    default_hint = "Make a new token on the Settings page or with `python -m core token create NAME`."


class SignInFailed(AccessDenied):
    code = "sign_in_failed"
    default_hint = "Check both and try again; an admin can set a new password."


class SignedOut(AccessDenied):
    code = "signed_out"
    default_hint = "Sign in and try again; nothing was changed."


class WrongStep(AppError):
    code = "wrong_step"
    default_hint = "Finish the step that the message names first."


class Conflict(AppError):
    code = "conflict"
    default_hint = "Wait until it is done, or reload to see how things stand."


class RefinementLimit(AppError):
    code = "refinement_limit"
    default_hint = "Choose an earlier take, put in a picture of your own, or duplicate the film to go on."


class RefinementFailed(AppError):
    code = "refinement_failed"
    default_hint = "Nothing was counted; try again or change the words."


class ClipFailed(AppError):
    code = "clip_failed"
    default_hint = "The scene moves as before; try again, or leave it so."


class ClipMissing(ClipFailed):
    code = "clip_missing"
    default_hint = "Bring the scene to life again, or choose how its camera moves instead."


class BudgetExceeded(AppError):
    code = "budget_exceeded"
    default_hint = "Raise the cap in the settings or wait until the day is over; nothing was sent."


class RateLimited(AppError):
    code = "rate_limited"
    default_hint = "Wait for as long as the answer says, then send it again."
    retryable = True

    def __init__(self, message: str, *, retry_after_seconds: int, hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.retry_after_seconds = retry_after_seconds


class QueueFull(RateLimited):
    code = "queue_full"
    default_hint = "Wait until some of the waiting films are done, then send it again."


class ConfigurationError(AppError):
    code = "configuration"
    default_hint = "Run `python -m core doctor`; it names what is wrong and the fix."


class FFmpegMissing(ConfigurationError):
    code = "ffmpeg_missing"
    default_hint = "Install ffmpeg, or set FFMPEG_BINARY to where it is, and start again."


class ProviderError(AppError):
    """A provider's trouble; `charged_micros` is what it cost all the same, in micro-dollars.

    `retry_after_seconds` is how long the service asks to wait, None when it does not say.
    """

    code = "provider"
    default_hint = "Try again; if it goes on, look at the service's status page."

    def __init__(
        self,
        message: str,
        *,
        hint: str | None = None,
        detail: str = "",
        charged_micros: int = 0,
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(message, hint=hint, detail=detail)
        self.charged_micros = charged_micros
        self.retry_after_seconds = retry_after_seconds


class ProviderBusy(ProviderError):
    code = "provider_busy"
    default_hint = "The service asks to slow down; try again in a minute."
    retryable = True


class ProviderTimeout(ProviderError):
    code = "provider_timeout"
    default_hint = "The service did not answer in time; try again."
    retryable = True


class ProviderInterrupted(ProviderError):
    code = "provider_interrupted"
    default_hint = "The service lost the work half-way and charged nothing; try again."
    retryable = True


class ProviderRejected(ProviderError):
    code = "provider_rejected"
    default_hint = "Change the words of the picture prompt and try again."


class ProviderAccess(ProviderError):
    code = "provider_access"
    default_hint = "Check REPLICATE_API_TOKEN and the credit of its account."


class MediaError(AppError):
    code = "media"
    default_hint = "Try again; if it happens again, run `python -m core doctor`."


class PictureUnreadable(MediaError):
    code = "picture_unreadable"
    default_hint = "Open the picture in a viewer, save it as PNG or JPEG and send that."


class MusicUnreadable(MediaError):
    code = "music_unreadable"
    default_hint = "Open the music in a player, save it as MP3 or WAV and send that."


class FFmpegFailed(MediaError):
    code = "ffmpeg_failed"
    default_hint = "Try again; if it happens again, the log holds what ffmpeg said."


class FilmFailedCheck(MediaError):
    code = "film_failed_check"
    default_hint = "Render again; if it happens again, the log says what was wrong with the film."


class StoreError(AppError):
    code = "store"
    default_hint = "Check that the folder or bucket of the media store can be written."


class DiskFull(StoreError):
    code = "disk_full"
    default_hint = "Free some space where the data folder lies, then try again; nothing half-written is kept."
    retryable = True


class Canceled(AppError):
    code = "canceled"
    default_hint = "Start it again when you want it."
