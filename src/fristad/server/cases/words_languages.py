"""Languages that people speak, by code (BCP 47), each by its own name and by its name in the reader's language."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

LANGUAGES: dict[str, tuple[str, Promise]] = {
    "ar": ("العربية", _("Arabic")),
    "aii": ("ܣܘܪܝܬ", _("Assyrian")),
    "am": ("አማርኛ", _("Amharic")),
    "az": ("Azərbaycanca", _("Azerbaijani")),
    "bn": ("বাংলা", _("Bengali")),
    "ckb": ("کوردی", _("Kurdish (Sorani)")),
    "de": ("Deutsch", _("German")),
    "en": ("English", _("English")),
    "es": ("Español", _("Spanish")),
    "fa": ("فارسی", _("Persian")),
    "ff": ("Fulfulde", _("Fula")),
    "fr": ("Français", _("French")),
    "ha": ("Hausa", _("Hausa")),
    "hi": ("हिन्दी", _("Hindi")),
    "ht": ("Kreyòl ayisyen", _("Haitian Creole")),
    "hy": ("Հայերեն", _("Armenian")),
    "ig": ("Igbo", _("Igbo")),
    "ka": ("ქართული", _("Georgian")),
    "km": ("ខ្មែរ", _("Khmer")),
    "kmr": ("Kurmancî", _("Kurdish (Kurmanji)")),
    "ln": ("Lingála", _("Lingala")),
    "mnk": ("Mandinka", _("Mandinka")),
    "my": ("မြန်မာ", _("Burmese")),
    "ne": ("नेपाली", _("Nepali")),
    "om": ("Afaan Oromoo", _("Oromo")),
    "pl": ("Polski", _("Polish")),
    "prs": ("دری", _("Dari")),
    "ps": ("پښتو", _("Pashto")),
    "pt": ("Português", _("Portuguese")),
    "rhg": ("Ruáingga", _("Rohingya")),
    "ro": ("Română", _("Romanian")),
    "ru": ("Русский", _("Russian")),
    "rw": ("Ikinyarwanda", _("Kinyarwanda")),
    "si": ("සිංහල", _("Sinhala")),
    "so": ("Soomaali", _("Somali")),
    "sq": ("Shqip", _("Albanian")),
    "sv": ("Svenska", _("Swedish")),
    "sw": ("Kiswahili", _("Swahili")),
    "ta": ("தமிழ்", _("Tamil")),
    "th": ("ไทย", _("Thai")),
    "ti": ("ትግርኛ", _("Tigrinya")),
    "tl": ("Tagalog", _("Tagalog")),
    "tr": ("Türkçe", _("Turkish")),
    "uk": ("Українська", _("Ukrainian")),
    "ur": ("اردو", _("Urdu")),
    "uz": ("O\u02bbzbekcha", _("Uzbek")),
    "vi": ("Tiếng Việt", _("Vietnamese")),
    "wo": ("Wolof", _("Wolof")),
    "yo": ("Yorùbá", _("Yoruba")),
    "zh": ("中文", _("Chinese")),
    "sgn": ("Sign language", _("Sign language")),
}


def choices() -> list[tuple[str, str]]:
    """Return (code, words) in the order of the names in the reader's language. Called as a page is made."""
    found = [(code, own if own == str(name) else f"{name} ({own})") for code, (own, name) in LANGUAGES.items()]
    return sorted(found, key=lambda choice: choice[1].casefold())


def with_any(word: str | Promise) -> list[tuple[str, str | Promise]]:
    """Return the choices, with `word` for none of them first."""
    return [("", word), *choices()]


def name_of(code: str) -> str:
    """Return the name in the reader's language, or the code itself for one that is not in the list."""
    return str(LANGUAGES[code][1]) if code in LANGUAGES else code


def names_of(codes: Iterable[str]) -> str:
    """Return the names in the reader's language, in one line."""
    return pgettext("between the items of a list", ", ").join(name_of(code) for code in codes)
