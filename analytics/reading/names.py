"""Whose form it is: district, department and year, each from the nearest place that says it, never guessed."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path

from analytics.reading.values import normalise

_ALIASES = Path(__file__).with_name("departments.csv")
_COUNTY_CITIES = Path(__file__).with_name("county_cities.txt")
_HAN = r"[\u4e00-\u9fff]"
_CODE_BEFORE = r"(?:[\[(【]\d{3,}[\])】]|\d{3,}[-—_]|\d{6,}|\d{3}(?=[\u4e00-\u9fff]{2,5}[省市区县州]))"
_CODE = re.compile(f"^{_CODE_BEFORE}")
_PREFIX = re.compile(rf"^{_CODE_BEFORE}?(?:{_HAN}{{2,3}}省|{_HAN}{{2,5}}自治区)?(?:{_HAN}{{2,6}}?(?:市|自治州|州|地区|盟))?")
_NAMED_LIKE_A_PLACE = "碑林区|东营区|神农架林区|井陉矿区|峰峰矿区|鹰手营子矿区"
"""Districts whose names end like those of what is none (林区, 营区, 矿区)."""
_DISTRICT = re.compile(
    rf"^(?P<district>{_NAMED_LIKE_A_PLACE}|{_HAN}{{2,7}}?自治县|{_HAN}{{2,5}}?新区|[郊城]区|{_HAN}{{2,4}}?区(?![域间块位划])|{_HAN}{{1,4}}?县|{_HAN}{{2,4}}?旗)"
)
_PROVINCE = rf"(?:(?:{_HAN}{{2,3}}省|{_HAN}{{2,5}}自治区|新疆生产建设兵团)(?:第[一二三四五六七八九十]+师)?)?"
_LEVEL_BEHIND = re.compile(r"(?<=.{4})(?:[(]?本级[)]?|(?<=[局委办会院])部门)$")
"""What budget systems print behind a department's name: 司法局本级, 司法局部门."""
_TITLE_BEFORE = re.compile(r"^(?:附[件表]\d*:?)?20\d\d年度?")
_PARTY = re.compile(r"^(?:中共|中国共产党|政协|共青团)")
_NOT_DISTRICTS = re.compile(
    rf"^(?!(?:{_NAMED_LIKE_A_PLACE})$)(?:.*(?:社|园|校|景|片|小|辖|库|灾|矿|林|牧|营|地|发|作战|支付|项目)区$|自治区$|(?:全|各|本|我|市|该)[区县]$)"
)
_YEAR_LINE = re.compile(r"^[(\[]?(20[0-4]\d)年?(?:度|年度)[)\]]?$")
_DEPARTMENT = re.compile(
    r"(?:厅|局|委|委员会|办公室|人民政府|办事处|法院|检察院|镇|乡|街道|中心|本级|总队|支队|联合会|公司|总工会|常委会|宣传部|组织部|统战部|政法委"
    r"|博物馆|档案馆|文化馆|美术馆|体育馆|合作社|管理处|管理站|大队"
    r"|学校|学院|大学|中学|小学|幼儿园|党校|医院|卫生院|图书馆|研究院|研究所)$"
)
_QUOTED = re.compile(r"“.*”|《.*》|「.*」")
_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)\s*年(度)?(?!(?:[2-9]|1[0-2])月|1月(?![-—~至到]))")
"""A year, and not the month or day on which a form was filled in."""
_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_YEAR_IN_WORDS = re.compile(r"二[〇○零0O][〇○零一二三四][〇○零一二三四五六七八九](?=年)")


@cache
def _county_city() -> re.Pattern[str]:
    """A county-level city (昆山市) at the beginning of a name, its province and prefecture before it left out."""
    lines = _COUNTY_CITIES.read_text("utf-8").splitlines()
    known = "|".join(sorted((city for line in lines if not line.startswith("#") for city in line.split()[1:]), key=len, reverse=True))
    before = rf"{_CODE_BEFORE}?{_PROVINCE}(?:{_HAN}{{2,6}}?(?:市|自治州|州|地区|盟))??"
    return re.compile(rf"^{before}(?P<city>(?:{known})市)(?!场(?!监))")


@lru_cache(maxsize=4096)
def is_department(name: str) -> bool:
    """Whether a name ends like that of a department."""
    return bool(_DEPARTMENT.search(_LEVEL_BEHIND.sub("", normalise(name))))


@lru_cache(maxsize=4096)
def district_of(name: str | None) -> str | None:
    """The 区, 县 or county-level 市 that a unit's name begins with (北京市朝阳区城市管理指挥中心 -> 朝阳区); None when it names none."""
    if not name:
        return None
    plain = _PARTY.sub("", normalise(name))
    titled = _TITLE_BEFORE.sub("", plain)
    if titled != plain and _PREFIX.match(titled).end():  # 2022年度西安市雁塔区…; 2022年度城区… names no district
        plain = titled
    city = _county_city().match(plain)
    if city:
        return city.group("city")
    rest = plain[_PREFIX.match(plain).end() :]
    for candidate in (rest, _CODE.sub("", plain)):
        match = _DISTRICT.match(candidate)
        if match and not _NOT_DISTRICTS.search(match.group("district")):
            return match.group("district")
    return None


@lru_cache(maxsize=4096)
def without_prefix(name: str) -> str:
    """A unit's name from its district on: codes, province and city before it are left out."""
    plain = _LEVEL_BEHIND.sub("", normalise(name))
    city = _county_city().match(plain)
    if city:
        return plain[city.start("city") :]
    start = _PREFIX.match(plain).end()
    rest = plain[start:]
    match = _DISTRICT.match(rest)
    return rest if match and not _NOT_DISTRICTS.search(match.group("district")) else _CODE.sub("", plain)


@cache
def known_aliases() -> Mapping[tuple[str, str], str]:
    """(district, printed name) -> department, from departments.csv."""
    with _ALIASES.open(encoding="utf-8", newline="") as lines:
        return {(row["district"], normalise(row["printed"])): row["department"] for row in csv.DictReader(lines)}


def department_of(printed: str | None, district: str | None, remembered: Mapping[str, str]) -> str | None:
    """The budget department behind a printed name: aliases a person taught, then the table, then the name itself.

    A name that neither begins with a district nor stands in a table resolves to None: it may be an office.
    """
    if not printed:
        return None
    plain = normalise(printed)
    if plain in remembered:
        return remembered[plain]
    alias = known_aliases().get((district or "", plain))
    if alias:
        return alias
    full = without_prefix(plain)
    return known_aliases().get((district or "", full), full) if district_of(plain) or _is_a_department(full) else None


def _is_a_department(name: str) -> bool:
    return len(name) >= 5 and bool(_DEPARTMENT.search(name))


def _with_digits(text: str) -> str:
    """二〇二二年 as 2022年."""
    return _YEAR_IN_WORDS.sub(lambda match: match.group().replace("O", "0").translate(_DIGITS), text) if "二" in text else text


@lru_cache(maxsize=4096)
def year_of_line(text: str) -> int | None:
    """The year of a line that says nothing else: （2021年度）."""
    match = _YEAR_LINE.match(_with_digits(normalise(text)))
    return int(match.group(1)) if match else None


@lru_cache(maxsize=4096)
def year_of_cell(text: str | None) -> int | None:
    """The year of a cell in a column 年度: 2021, 2021年 or 2021年度."""
    match = re.fullmatch(r"(20[0-4]\d)(?:年度?|年度)?", _with_digits(normalise(text or "")))
    return int(match.group(1)) if match else None


@lru_cache(maxsize=4096)
def year_of_title(text: str | None) -> int | None:
    """The year a title or file name gives; 年度 wins over 年, several different years give none."""
    found = _YEAR.findall(_QUOTED.sub("", _with_digits(normalise(text or ""))))
    for marked in (True, False):
        years = {int(year) for year, mark in found if bool(mark) is marked}
        if len(years) == 1:
            return years.pop()
        if years:
            return None
    return None


@lru_cache(maxsize=4096)
def year_of_file_name(name: str) -> int | None:
    """The year of a file name: 2021年度, 2021年, or a lone 2021 between separators."""
    year = year_of_title(name)
    if year is None:
        alone = {int(found) for found in re.findall(r"(?<!\d)(20[0-4]\d)(?!\d)", name)}
        year = alone.pop() if len(alone) == 1 else None
    return year
