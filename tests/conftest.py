"""Fixtures: the real notices with their gold files, a small notice of our own."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SMALL = """关于印发云岭市河道整改方案的通知
云水发〔2021〕8号

一、整改任务
（一）排污口未封堵。巡查发现3处排污口直排。
责任单位：市水务局、市生态环境局
完成时限：2021年6月底前
整改措施：
1.封堵3处排污口。
2.每月巡查一次，长期坚持。
（二）河面漂浮物多。
责任单位：云岭区人民政府
完成时限：2021年12月31日前
整改措施：
1.清理河面漂浮物。

云岭市水务局
2021年3月13日
"""


@pytest.fixture
def shared() -> Path:
    """The folder with seeds/ and gold/: $RECTIPARSE_SHARED, else ../shared beside the checkout."""
    chosen = os.environ.get("RECTIPARSE_SHARED")
    folder = Path(chosen) if chosen else Path(__file__).parents[2] / "shared"
    if folder.is_dir():
        return folder
    message = f"no real notices at {folder}; next: set RECTIPARSE_SHARED to the folder that has seeds/ and gold/"
    if os.environ.get("CI") == "true":
        pytest.fail(message)
    pytest.skip(message)


@pytest.fixture
def small() -> str:
    """A notice of two tasks with three measures."""
    return SMALL


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-samples", action="store_true", help="write the samples' expected JSON anew")
    parser.addoption("--raise-floors", action="store_true", help="write better quality figures into floors.json")
