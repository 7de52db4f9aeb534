"""Reading speed by format: files, and pages where there are pages, a second on one core, without parsing.

    PYTHONPATH=tests python benchmarks/reading.py [--rounds 5] [FILES…]

Without FILES every sample is written down in each format that needs no other program, and as PDF where LibreOffice is. Prints
the median of the rounds, in processor time.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from formats.document import Block, read_blocks
from formats.make_docx import make_docx, make_numbered_docx
from formats.make_html import make_html, make_site
from formats.make_markdown import make_markdown
from formats.make_ofd import make_ofd
from formats.make_pdf import make_pdfs, read_paragraphs
from rectiparse.readers import read_source

SAMPLES = Path(__file__).parents[1] / "samples"
MAKERS: dict[str, Callable[[Iterable[Block]], bytes]] = {
    "docx, numbers typed": make_docx,
    "docx, numbers by Word's lists": make_numbered_docx,
    "html, plain": make_html,
    "html, cut into spans": lambda blocks: make_html(blocks, spans=True, charset="gb2312"),
    "html, among menus": lambda blocks: make_site(blocks, "通知"),
    "md": make_markdown,
    "ofd": make_ofd,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    args = parser.parse_args()
    if args.files:
        measure("files", [(file.name, file.read_bytes()) for file in args.files], args.rounds)
        return
    texts = {file.stem: file.read_text(encoding="utf-8") for file in sorted(SAMPLES.glob("*.txt"))}
    blocks = [read_blocks(text) for text in texts.values()]
    for title, make in MAKERS.items():
        measure(title, [(f"notice.{title.partition(',')[0]}", make(each)) for each in blocks], args.rounds)
    with TemporaryDirectory() as made:
        printed = make_pdfs({name: read_paragraphs(text) for name, text in texts.items()}, Path(made))
        measure("pdf", [(file.name, file.read_bytes()) for file in printed.values()], args.rounds)


def measure(title: str, files: list[tuple[str, bytes]], rounds: int) -> None:
    sources = [read_source(data, name=name) for name, data in files]
    pages = sum(max((origin.page or 0 for origin in source.info.origins or ()), default=0) for source in sources)
    times = []
    for _ in range(rounds):
        begin = time.process_time()
        for name, data in files:
            read_source(data, name=name)
        times.append(time.process_time() - begin)
    seconds = statistics.median(times)
    size = sum(len(data) for _, data in files) / len(files) / 1000
    told = f", {pages / seconds:.0f} pages" if pages else ""
    print(f"{title}: {len(files)} files of {size:.0f} KB, {len(files) / seconds:.0f} files{told} a second")


if __name__ == "__main__":
    main()
