"""Documents about known partnerships: papers, their translations, stories, reprints, pages of governments, with slips.

Everything follows from the seed. Names, dates, numbers and persons are made up; the places are real.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import NamedTuple

PAIRED = (
    "Bandung", "Bogor", "Bekasi", "Malang", "Semarang", "Sukabumi", "Cirebon", "Tangerang", "Madiun", "Kediri", "Blitar",
    "Magelang", "Pekalongan", "Tegal", "Gorontalo", "Kupang",
)  # fmt: skip
"""Names that are both a kota's and a kabupaten's."""
ALONE = (
    ("Kota Surabaya", "Pemkot Surabaya"), ("Kota Medan", "Pemkot Medan"), ("Kota Makassar", "Pemkot Makassar"),
    ("Kota Denpasar", "Pemkot Denpasar"), ("Kota Palembang", "Pemkot Palembang"), ("Kota Ambon", "Pemkot Ambon"),
    ("Kota Manado", "Pemkot Manado"), ("Kota Padang", "Pemkot Padang"), ("Kabupaten Jember", "Pemkab Jember"),
    ("Kabupaten Banyuwangi", "Pemkab Banyuwangi"), ("Kabupaten Badung", "Pemkab Badung"), ("Kabupaten Sleman", "Pemkab Sleman"),
    ("Kabupaten Wonosobo", "Pemkab Wonosobo"), ("Kota Balikpapan", "Pemkot Balikpapan"),
)  # fmt: skip
PROVINCES = (("Provinsi Jawa Barat", "Pemprov Jawa Barat"), ("Provinsi Jawa Timur", "Pemprov Jawa Timur"),
             ("Provinsi Sumatera Barat", "Pemprov Sumatera Barat"), ("Provinsi Bali", "Pemprov Bali"))  # fmt: skip

NAMESAKES = (
    (("Cambridge", "GB"), ("Cambridge", "US")), (("Birmingham", "GB"), ("Birmingham", "US")), (("Kochi", "IN"), ("Kochi", "JP")),
    (("Newcastle", "AU"), ("Newcastle", "ZA")), (("Valencia", "ES"), ("Valencia", "VE")), (("Hamilton", "NZ"), ("Hamilton", "CA")),
    (("London", "GB"), ("London", "CA")), (("Toledo", "ES"), ("Toledo", "US")), (("Granada", "ES"), ("Granada", "NI")),
    (("Guadalajara", "MX"), ("Guadalajara", "ES")), (("Cartagena", "CO"), ("Cartagena", "ES")), (("Trujillo", "PE"), ("Trujillo", "ES")),
)  # fmt: skip
"""Cities of one name in two countries; both have a partnership with the same region."""
CITIES = (
    ("Suwon", "KR"), ("Busan", "KR"), ("Incheon", "KR"), ("Gwangju", "KR"), ("Kawasaki", "JP"), ("Hamamatsu", "JP"), ("Kitakyushu", "JP"),
    ("Yokohama", "JP"), ("Liuzhou", "CN"), ("Guangzhou", "CN"), ("Xiamen", "CN"), ("Shenzhen", "CN"), ("Namur", "BE"), ("Braunschweig", "DE"),
    ("Hamburg", "DE"), ("Rotterdam", "NL"), ("Breda", "NL"), ("Petaling Jaya", "MY"), ("Malacca", "MY"), ("Davao", "PH"), ("Cebu", "PH"),
    ("Da Nang", "VN"), ("Hue", "VN"), ("Chiang Mai", "TH"), ("Darwin", "AU"), ("Fremantle", "AU"), ("Wellington", "NZ"), ("Izmir", "TR"),
    ("Bursa", "TR"), ("Casablanca", "MA"), ("Cuenca", "EC"), ("Fort Worth", "US"), ("Seattle", "US"), ("Odesa", "UA"), ("Lyon", "FR"), ("Brest", "FR"),
    ("Sarajevo", "BA"), ("Vilnius", "LT"), ("Tashkent", "UZ"), ("Samarkand", "UZ"), ("Kazan", "RU"), ("Nagasaki", "JP"), ("Ulsan", "KR"), ("Kaohsiung", "TW"),
)  # fmt: skip
REGIONS = (
    ("South Chungcheong", "KR"), ("Shizuoka", "JP"), ("Osaka", "JP"), ("Guangxi", "CN"), ("Queensland", "AU"), ("Gyeongsangbuk-do", "KR"),
)  # fmt: skip

COUNTRY = {
    "GB": ("Inggris", "United Kingdom"), "US": ("Amerika Serikat", "United States"), "IN": ("India", "India"), "JP": ("Jepang", "Japan"),
    "AU": ("Australia", "Australia"), "ZA": ("Afrika Selatan", "South Africa"), "ES": ("Spanyol", "Spain"), "VE": ("Venezuela", "Venezuela"),
    "NZ": ("Selandia Baru", "New Zealand"), "CA": ("Kanada", "Canada"), "NI": ("Nikaragua", "Nicaragua"), "MX": ("Meksiko", "Mexico"),
    "CO": ("Kolombia", "Colombia"), "PE": ("Peru", "Peru"), "KR": ("Korea Selatan", "South Korea"), "CN": ("Tiongkok", "China"),
    "BE": ("Belgia", "Belgium"), "DE": ("Jerman", "Germany"), "NL": ("Belanda", "the Netherlands"), "MY": ("Malaysia", "Malaysia"),
    "PH": ("Filipina", "the Philippines"), "VN": ("Vietnam", "Vietnam"), "TH": ("Thailand", "Thailand"), "TR": ("Turki", "Turkey"),
    "MA": ("Maroko", "Morocco"), "EC": ("Ekuador", "Ecuador"), "UA": ("Ukraina", "Ukraine"), "FR": ("Prancis", "France"),
    "BA": ("Bosnia dan Herzegovina", "Bosnia and Herzegovina"), "LT": ("Lituania", "Lithuania"), "UZ": ("Uzbekistan", "Uzbekistan"),
    "RU": ("Rusia", "Russia"), "TW": ("Taiwan", "Taiwan"),
}  # fmt: skip

MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
ENGLISH = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
SCOPES = (("pendidikan", "education"), ("pariwisata", "tourism"), ("kebudayaan", "culture"), ("perdagangan", "trade"),
          ("kesehatan", "health"), ("lingkungan hidup", "environment"), ("pengelolaan sampah", "waste management"),
          ("transportasi", "transport"), ("olahraga", "sport"), ("pertanian", "agriculture"))  # fmt: skip
FIRST = (
    "Ahmad", "Budi", "Citra", "Dewi", "Eka", "Farid", "Gita", "Hendra", "Indah", "Joko", "Kartika", "Lukman", "Maya",
    "Nanda", "Oka", "Putri", "Raka", "Sari", "Teguh", "Wulan",
)  # fmt: skip
LAST = (
    "Santoso", "Wijaya", "Pratama", "Hidayat", "Nugroho", "Siregar", "Lestari", "Kusuma", "Saputra", "Rahman", "Gunawan",
    "Halim", "Susanto", "Maharani",
)  # fmt: skip
FOREIGN = (
    "Kim", "Tanaka", "Müller", "Garcia", "Smith", "Novak", "Petrov", "Yilmaz", "Nguyen", "Santos", "Dubois", "Rossi",
    "Larsen", "Cohen", "Ozturk", "Silva",
)  # fmt: skip
PAPERS = ("Antara", "Kompas", "Detik", "Tempo", "Republika", "Tribun", "Jawa Pos", "Pikiran Rakyat", "Bisnis", "Suara")
REMARKS = (
    "Rombongan juga meninjau pasar {place} dan berdialog dengan pelaku usaha setempat.",
    "Acara itu dihadiri {count} tamu undangan dari kalangan perguruan tinggi, pelaku usaha, dan komunitas seni.",
    "{name} berharap warga merasakan manfaat kerja sama ini dalam kehidupan sehari-hari.",
    "Menurut {name}, anggaran sebesar Rp{count} juta telah disiapkan dalam APBD untuk tindak lanjut.",
    "Sekretaris daerah {name} menyebut tim teknis akan bertemu {count} kali dalam setahun.",
    "Cuaca cerah mengiringi jamuan makan malam di pendopo, dengan sajian {count} jenis kudapan tradisional.",
    "{name}, anggota DPRD, meminta laporan pelaksanaan disampaikan secara terbuka setiap {count} bulan.",
    "Kedua delegasi bertukar cendera mata berupa kain batik dan lukisan karya {name}.",
)  # fmt: skip


class Unit(NamedTuple):
    """An Indonesian local government as texts write it."""

    name: str
    office: str


@dataclass(frozen=True)
class Truth:
    """A partnership as it is; the key says which one a document tells of."""

    key: str
    unit: Unit
    partner: tuple[str, str]
    loi: date | None
    mou: date | None
    renewal: date | None
    term: int
    scopes: tuple[tuple[str, str], ...]
    province: bool = False


@dataclass(frozen=True)
class Text:
    """A document that is told to be about a partnership; `copy_of` names the text that it reprints or translates."""

    name: str
    truth: str
    record: dict[str, str]
    copy_of: str | None = None
    slips: tuple[str, ...] = field(default=())


def make_truths(number: int, rng: random.Random) -> list[Truth]:
    """Return so many partnerships; kota and kabupaten of one name, and namesakes abroad, stand side by side."""
    pairs: list[tuple[Unit, tuple[str, str], bool]] = []
    for place, name in enumerate(PAIRED):
        city = CITIES[place % len(CITIES)]
        kota, kabupaten = Unit(f"Kota {name}", f"Pemkot {name}"), Unit(f"Kabupaten {name}", f"Pemkab {name}")
        pairs += [(kota, city, False), (kabupaten, city, False), (kota, CITIES[-1 - place], False)]
    alone = [Unit(*unit) for unit in ALONE]
    for place, (first, second) in enumerate(NAMESAKES):
        pairs += [(alone[place % len(alone)], first, False), (alone[place % len(alone)], second, False)]
    for place, region in enumerate(REGIONS):
        pairs.append((Unit(*PROVINCES[place % len(PROVINCES)]), region, True))
    rest = [(unit, city, False) for unit in alone for city in CITIES]
    rng.shuffle(rest)
    pairs = list(dict.fromkeys([*pairs, *rest]))[:number]
    return [_truth(place, *pair, rng) for place, pair in enumerate(pairs)]


def _truth(place: int, unit: Unit, partner: tuple[str, str], province: bool, rng: random.Random) -> Truth:
    begun = date(rng.randint(1990, 2018), rng.randint(1, 12), rng.randint(1, 28))
    signed = begun + timedelta(days=rng.randint(60, 700))
    term = rng.choice((3, 5))
    loi = begun if rng.random() < 0.5 else None
    mou = signed if loi is None or rng.random() < 0.85 else None
    renewal = signed + timedelta(days=365 * term + rng.randint(-60, 60)) if mou and rng.random() < 0.4 else None
    return Truth(f"p{place:03d}", unit, partner, loi, mou, renewal, term, tuple(rng.sample(SCOPES, 3)), province)


def make_texts(truths: list[Truth], number: int, rng: random.Random) -> list[Text]:
    """Return so many documents: of each partnership its papers, and stories, pages, reprints and translations."""
    texts: list[Text] = []
    for truth in truths:
        for what, signed in (("loi", truth.loi), ("mou", truth.mou), ("renewal", truth.renewal)):
            if signed is not None:
                texts += _papers(truth, what, signed, rng)
    while len(texts) < number:
        truth = rng.choice(truths)
        told = _story(truth, len(texts), rng)
        texts.append(told)
        for _ in range(rng.choice((0, 0, 0, 1, 1, 2, 4))):
            texts.append(_reprint(told, len(texts), rng))
        if rng.random() < 0.08:
            texts += _page_and_twin(truth, len(texts), rng)
    return texts[:number]


# ---------------------------------------------------------------------------------------------- how names are written


def _person(rng: random.Random) -> str:
    return f"{rng.choice(FIRST)} {rng.choice(LAST)}"


def _indonesian(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _english(day: date) -> str:
    return f"{day.day} {ENGLISH[day.month - 1]} {day.year}"


def _misspelt(name: str, rng: random.Random) -> str:
    """Return the name with one slip inside a longer word; short names stay."""
    if len(name) < 6:
        return name
    place = rng.randrange(2, len(name) - 1)
    if not name[place].isalpha() or not name[place - 1].isalpha():
        return name
    kind = rng.randrange(3)
    if kind == 0:
        return name[:place] + name[place] + name[place:]
    if kind == 1:
        return name[:place] + name[place + 1 :]
    return name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :]


def _sides(truth: Truth, rng: random.Random) -> tuple[str, str, str, list[str]]:
    """Return how a story writes both parties, the bare name of the partner, and its slips."""
    slips = []
    city = truth.partner[0]
    if rng.random() < 0.08:
        city = _misspelt(city, rng)
        slips += ["misspelt"] if city != truth.partner[0] else []
    unit = rng.choice((truth.unit.name, f"Pemerintah {truth.unit.name}", truth.unit.office))
    kind = "Provinsi" if truth.province else "Kota"
    partner = (
        f"{rng.choice((kind + ' ', '')) if not truth.province else 'Provinsi '}{city}, {COUNTRY[truth.partner[1]][0]}"
    )
    return unit, partner, city, slips


# ---------------------------------------------------------------------------------------------- papers


def _papers(truth: Truth, what: str, signed: date, rng: random.Random) -> list[Text]:
    """Return the paper in one language or, as two documents, in both."""
    number = f"{rng.randint(100, 999)}/{rng.randint(10, 99)}/{truth.key.upper()}/{signed.year}"
    signers = _person(rng), f"{rng.choice(FIRST)} {rng.choice(FOREIGN)}"
    name = f"{truth.key}-{what}-id"
    made = [Text(name, truth.key, _paper_id(truth, what, signed, number, signers))]
    if rng.random() < 0.35:
        made.append(
            Text(f"{truth.key}-{what}-en", truth.key, _paper_en(truth, what, signed, number, signers), copy_of=name)
        )
    return made


def _paper_id(truth: Truth, what: str, signed: date, number: str, signers: tuple[str, str]) -> dict[str, str]:
    city, country = truth.partner[0], COUNTRY[truth.partner[1]][0]
    kind = "Provinsi" if truth.province else "Kota"
    title = {
        "loi": "PERNYATAAN KEHENDAK (LETTER OF INTENT)",
        "mou": "MEMORANDUM SALING PENGERTIAN",
        "renewal": "PERPANJANGAN MEMORANDUM SALING PENGERTIAN",
    }[what]
    scopes = "\n".join(f"({letter}) {scope[0]};" for letter, scope in zip("abc", truth.scopes, strict=True))
    text = (
        f"{title}\nANTARA PEMERINTAH {truth.unit.name.upper()}, REPUBLIK INDONESIA\nDAN\n"
        f"PEMERINTAH {kind.upper()} {city.upper()}, {country.upper()}\nTENTANG\nKERJA SAMA SISTER "
        f"{'PROVINCE' if truth.province else 'CITY'}\nNomor: {number}\n\n"
        f"Pemerintah {truth.unit.name}, Republik Indonesia, dan Pemerintah {kind} {city}, {country}, selanjutnya disebut Para "
        f"Pihak, berhasrat untuk meningkatkan hubungan persahabatan antara warga kedua daerah;\n\nPasal 1\nTujuan\nMemorandum ini "
        f"bertujuan mengembangkan kerja sama atas dasar persamaan dan saling menguntungkan.\n\nPasal 2\nRuang Lingkup\n"
        f"Para Pihak akan bekerja sama dalam bidang:\n{scopes}\n\nPasal 3\nMulai Berlaku\nMemorandum ini mulai berlaku pada tanggal "
        f"penandatanganan dan berlaku untuk jangka waktu {truth.term} tahun.\n\nDitandatangani di {truth.unit.name.split(' ', 1)[1]} pada "
        f"tanggal {_indonesian(signed)}, dalam rangkap dua.\n\nUntuk Pemerintah {truth.unit.name}\n{signers[0]}\n\n"
        f"Untuk Pemerintah {kind} {city}\n{signers[1]}\n"
    )
    return {"title": title.title(), "text": text}


def _paper_en(truth: Truth, what: str, signed: date, number: str, signers: tuple[str, str]) -> dict[str, str]:
    city, country = truth.partner[0], COUNTRY[truth.partner[1]][1]
    bare = truth.unit.name.split(" ", 1)[1]
    kind = "Province" if truth.province else "Regency" if truth.unit.name.startswith("Kab") else "City"
    title = {
        "loi": "LETTER OF INTENT",
        "mou": "MEMORANDUM OF UNDERSTANDING",
        "renewal": "RENEWAL OF THE MEMORANDUM OF UNDERSTANDING",
    }[what]
    scopes = "\n".join(f"({letter}) {scope[1]};" for letter, scope in zip("abc", truth.scopes, strict=True))
    foreign = "Province" if truth.province else "City"
    text = (
        f"{title}\nBETWEEN THE GOVERNMENT OF {bare.upper()} {kind.upper()}, REPUBLIC OF INDONESIA\nAND\nTHE GOVERNMENT OF THE "
        f"{foreign.upper()} OF {city.upper()}, {country.upper()}\nCONCERNING SISTER {'PROVINCE' if truth.province else 'CITY'} COOPERATION\n"
        f"Number: {number}\n\nThe Government of {bare} {kind}, Republic of Indonesia, and the Government of the {foreign} of {city}, {country}, "
        f"hereinafter referred to as the Parties, desiring to promote friendly relations between the people of both sides;\n\nArticle 1\n"
        f"Objective\nThe objective of this Memorandum is to develop cooperation on the basis of equality and mutual benefit.\n\nArticle 2\n"
        f"Areas of Cooperation\nThe Parties will cooperate in the following areas:\n{scopes}\n\nArticle 3\nEntry into Force\nThis Memorandum "
        f"enters into force on the date of its signing and remains in force for a period of {truth.term} years.\n\nSigned in {bare} on "
        f"{_english(signed)} in duplicate.\n\nFor the Government of {bare} {kind}\n{signers[0]}\n\nFor the Government of the {foreign} of {city}\n"
        f"{signers[1]}\n"
    )
    return {"title": title.title(), "text": text}


# ---------------------------------------------------------------------------------------------- stories


def _story(truth: Truth, number: int, rng: random.Random) -> Text:
    """Return a story about a signing, an activity or plans; one in twelve errs about the date by a day."""
    unit, partner, city, slips = _sides(truth, rng)
    dated = [(what, day) for what, day in (("loi", truth.loi), ("mou", truth.mou), ("renewal", truth.renewal)) if day]
    leader, guest, paper = _person(rng), f"{rng.choice(FIRST)} {rng.choice(FOREIGN)}", rng.choice(PAPERS)
    scope = rng.choice(truth.scopes)[0]
    kind = rng.random()
    if kind < 0.45:
        what, signed = rng.choice(dated)
        told = signed
        if rng.random() < 1 / 12:
            told, slips = signed + timedelta(days=rng.choice((-1, 1))), [*slips, "date"]
        published = signed + timedelta(days=rng.randint(0, 2))
        act = {
            "loi": "Letter of Intent (LoI)",
            "mou": "nota kesepahaman (MoU)",
            "renewal": "perpanjangan nota kesepahaman",
        }[what]
        title = f"{unit} dan {city} Teken {act.split(' (')[0].title()}"
        body = (
            f"{unit} dan {partner}, menandatangani {act} kerja sama sister city pada {_indonesian(told)}. Naskah diteken oleh {leader} dan "
            f"{guest}. Kerja sama meliputi bidang {', '.join(scope[0] for scope in truth.scopes)}."
        )
        body = body if not truth.province else body.replace("sister city", "sister province")
    elif kind < 0.8:
        last = dated[-1][1]
        published = last + timedelta(days=rng.randint(100, 1500))
        act = rng.choice(
            (
                f"mengirim {rng.randint(5, 40)} pelajar dalam program pertukaran pelajar",
                f"menggelar pelatihan {scope} bagi {rng.randint(10, 60)} peserta",
                "menggelar festival budaya bersama",
                f"menerima bantuan {rng.randint(2, 9)} unit ambulans",
            )
        )
        title = f"Kerja Sama {unit} dan {city} Berlanjut"
        body = (
            f"{unit} dan {partner}, yang terikat kerja sama kota kembar, telah {act} pada {_indonesian(published - timedelta(days=1))}. {leader} mengatakan "
            f"kegiatan itu terlaksana berkat kerja sama dengan {city}."
        )
    else:
        published = dated[0][1] + timedelta(days=rng.randint(200, 1500))
        title = f"{unit} Tindak Lanjuti Kerja Sama dengan {city}"
        body = (
            f"{unit} akan menindaklanjuti kerja sama sister city dengan {partner}, di bidang {scope}. Rencana itu disampaikan {leader} saat menerima "
            f"{guest} di balai kota, {_indonesian(published)}."
        )
    remarks = [
        remark.format(place=rng.choice(LAST), name=_person(rng), count=rng.randint(12, 480))
        for remark in rng.sample(REMARKS, rng.randint(3, 5))
    ]
    text = f"{body}\n\n" + "\n\n".join(remarks)
    record = {
        "title": title,
        "text": text,
        "date": published.isoformat(),
        "publisher": paper,
        "url": f"https://news.example/{number}",
    }
    return Text(f"story-{number}", truth.key, record, slips=tuple(slips))


def _reprint(told: Text, number: int, rng: random.Random) -> Text:
    """Return the story as another outlet prints it: another title, a paragraph less or a line of its own more."""
    paper = rng.choice([name for name in PAPERS if name != told.record["publisher"]])
    parts = told.record["text"].split("\n\n")
    parts = parts[: len(parts) - rng.randint(0, 1)]
    if rng.random() < 0.5:
        parts.append(f"({rng.choice(FIRST).lower()}/{paper.lower()})")
    day = date.fromisoformat(told.record["date"]) + timedelta(days=rng.randint(0, 1))
    title = told.record["title"] if rng.random() < 0.5 else f"{paper}: {told.record['title']}"
    record = {
        "title": title, "text": "\n\n".join(parts), "date": day.isoformat(), "publisher": paper, "url": f"https://reprint.example/{number}",
    }  # fmt: skip
    return Text(f"reprint-{number}", told.truth, record, copy_of=told.copy_of or told.name, slips=told.slips)


def _page_and_twin(truth: Truth, number: int, rng: random.Random) -> list[Text]:
    """Return a page of the region's own government, in Indonesian and in English."""
    day = (truth.renewal or truth.mou or truth.loi or date(2010, 1, 1)) + timedelta(days=rng.randint(20, 900))
    leader, guest = _person(rng), f"{rng.choice(FIRST)} {rng.choice(FOREIGN)}"
    numbers = [rng.randint(11, 980) for _ in range(4)]
    host = truth.unit.name.split(" ", 1)[1].lower().replace(" ", "") + (
        "kab" if truth.unit.name.startswith("Kab") else ""
    )
    city, (country_id, country_en) = truth.partner[0], COUNTRY[truth.partner[1]]
    kind = "Provinsi" if truth.province else "Kota"
    bare = truth.unit.name.split(" ", 1)[1]
    level = "Province" if truth.province else "Regency" if truth.unit.name.startswith("Kab") else "City"
    first = (
        f"Pemerintah {truth.unit.name} dan {kind} {city}, {country_id}, telah melaksanakan pertukaran pelajar sebagai bagian dari kerja sama sister city pada "
        f"{_indonesian(day)}. {leader} menerima {guest} bersama {numbers[0]} siswa dan {numbers[1]} guru. Anggaran kegiatan {numbers[2]} juta rupiah, dan "
        f"{numbers[3]} keluarga menjadi tuan rumah."
    )
    second = (
        f"The Government of {bare} {level} and the city of {city}, {country_en}, have carried out a student exchange under their sister city cooperation on "
        f"{_english(day)}. {leader} received {guest} together with {numbers[0]} students and {numbers[1]} teachers. The budget was {numbers[2]} million "
        f"rupiah, and {numbers[3]} families were hosts."
    )
    made = []
    for language, text, title in (
        ("id", first, f"Pertukaran Pelajar dengan {city}"),
        ("en", second, f"Student Exchange with {city}"),
    ):
        url = f"https://www.{host}.go.id/{language}/{number}"
        record = {"title": title, "text": text, "date": day.isoformat(), "publisher": f"{host}.go.id", "url": url}
        made.append(Text(f"page-{number}-{language}", truth.key, record, copy_of=made[0].name if made else None))
    return made
