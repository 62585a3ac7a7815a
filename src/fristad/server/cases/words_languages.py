"""Languages that people speak, by code (BCP 47), each by its own name and in English for the desk."""

LANGUAGES = {
    "ar": ("العربية", "Arabic"),
    "aii": ("ܣܘܪܝܬ", "Assyrian"),
    "am": ("አማርኛ", "Amharic"),
    "az": ("Azərbaycanca", "Azerbaijani"),
    "bn": ("বাংলা", "Bengali"),
    "ckb": ("کوردی", "Kurdish (Sorani)"),
    "de": ("Deutsch", "German"),
    "en": ("English", "English"),
    "es": ("Español", "Spanish"),
    "fa": ("فارسی", "Persian"),
    "ff": ("Fulfulde", "Fula"),
    "fr": ("Français", "French"),
    "ha": ("Hausa", "Hausa"),
    "hi": ("हिन्दी", "Hindi"),
    "ht": ("Kreyòl ayisyen", "Haitian Creole"),
    "hy": ("Հայերեն", "Armenian"),
    "ig": ("Igbo", "Igbo"),
    "ka": ("ქართული", "Georgian"),
    "km": ("ខ្មែរ", "Khmer"),
    "kmr": ("Kurmancî", "Kurdish (Kurmanji)"),
    "ln": ("Lingála", "Lingala"),
    "mnk": ("Mandinka", "Mandinka"),
    "my": ("မြန်မာ", "Burmese"),
    "ne": ("नेपाली", "Nepali"),
    "om": ("Afaan Oromoo", "Oromo"),
    "pl": ("Polski", "Polish"),
    "prs": ("دری", "Dari"),
    "ps": ("پښتو", "Pashto"),
    "pt": ("Português", "Portuguese"),
    "rhg": ("Ruáingga", "Rohingya"),
    "ro": ("Română", "Romanian"),
    "ru": ("Русский", "Russian"),
    "rw": ("Ikinyarwanda", "Kinyarwanda"),
    "si": ("සිංහල", "Sinhala"),
    "so": ("Soomaali", "Somali"),
    "sq": ("Shqip", "Albanian"),
    "sv": ("Svenska", "Swedish"),
    "sw": ("Kiswahili", "Swahili"),
    "ta": ("தமிழ்", "Tamil"),
    "th": ("ไทย", "Thai"),
    "ti": ("ትግርኛ", "Tigrinya"),
    "tl": ("Tagalog", "Tagalog"),
    "tr": ("Türkçe", "Turkish"),
    "uk": ("Українська", "Ukrainian"),
    "ur": ("اردو", "Urdu"),
    "uz": ("O\u02bbzbekcha", "Uzbek"),
    "vi": ("Tiếng Việt", "Vietnamese"),
    "wo": ("Wolof", "Wolof"),
    "yo": ("Yorùbá", "Yoruba"),
    "zh": ("中文", "Chinese"),
    "sgn": ("Sign language", "Sign language"),
}


def choices() -> list[tuple[str, str]]:
    """Return (code, words) in the order of the English names."""
    found = [(code, own if own == english else f"{english}, {own}") for code, (own, english) in LANGUAGES.items()]
    return sorted(found, key=lambda choice: choice[1])


def english(code: str) -> str:
    """Return the English name, or the code itself for one that is not in the list."""
    return LANGUAGES[code][1] if code in LANGUAGES else code
