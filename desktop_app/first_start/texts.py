"""What the first start says, in the user's language, before the program and its translations can run."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False  # so that it reads the same as its neighbours
if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS = {
    "too_old": (
        "播账需要 Python {needed} 或更新的版本，这里是 {found}（{where}）。",
        "Bozhang needs Python {needed} or newer; this is {found} ({where}).",
    ),
    "first": (
        "播账：正在准备运行环境，要下载约 120 MB，只此一次……",
        "Bozhang: preparing its environment, a download of about 120 MB, this once …",
    ),
    "rebuild": (
        "播账：运行环境已过期或损坏，正在重建……",
        "Bozhang: its environment is outdated or damaged; making it anew …",
    ),
    "add_tests": ("播账：正在加入测试所需的包……", "Bozhang: adding the packages that the tests need …"),
    "system": ("  正在安装系统软件包：{names}", "  installing system packages: {names}"),
    "collect": ("  正在取包 {done}/{total}：{name}", "  fetching {done}/{total}: {name}"),
    "install": ("  正在安装……", "  installing …"),
    "ready": ("播账：运行环境已备好。", "Bozhang: the environment is ready."),
    "waiting": (
        "播账：另一次启动正在准备运行环境，请稍候……",
        "Bozhang: another start is preparing the environment; waiting for it …",
    ),
    "missing": (
        "播账：系统缺少 {names}；请运行：{command}",
        "Bozhang: this system lacks {names}; please run: {command}",
    ),
    "missing_other": (
        "播账：系统缺少 {names}；请用系统的软件包管理器安装。",
        "Bozhang: this system lacks {names}; please install them with its package manager.",
    ),
    "font": ("中文字体", "a Chinese font"),
    "read_only": (
        "播账：不能写入 {root}（{reason}），无法建立运行环境。请把程序放到可写的文件夹里。",
        "Bozhang: cannot write its environment to {root} ({reason}). Please move it elsewhere.",
    ),
    "in_use": (
        "播账：运行环境要重建，但正被使用（{reason}）。请先关闭播账再启动。",
        "Bozhang: its outdated environment is in use ({reason}). Close Bozhang, then start again.",
    ),
    "venv_failed": (
        "播账：无法建立虚拟环境 {path}：",
        "Bozhang: could not make the virtual environment {path}:",
    ),
    "pip_failed": (
        "播账：没能装好所需的包，请检查网络（或 pip 的设置）后再启动。pip 的最后几行：",
        "Bozhang: could not install its packages; check the network (or pip's settings). Pip's last lines:",
    ),
    "interrupted": (
        "播账：已中断；下次启动会重新准备。",
        "Bozhang: interrupted; the next start begins again.",
    ),
}


class Refusal(Exception):  # noqa: N818 - it is no error of ours: the surroundings do not allow a start
    """The program cannot start here; the text says why and what to do."""


def text(key: str, **values: object) -> str:
    """Return the sentence `key` in the user's language."""
    return TEXTS[key][0 if language(os.environ) == "zh" else 1].format(**values)


def say(key: str, **values: object) -> None:
    """Say a sentence on standard error; standard output is for results."""
    print(text(key, **values), file=sys.stderr, flush=True)


def language(environ: Mapping[str, str]) -> str:
    """Return "en" where the surroundings ask for English, else "zh"."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(variable)
        if value:
            return "en" if value.lower().startswith("en") else "zh"
    return "zh"
