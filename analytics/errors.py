"""What can go wrong, for programmers as fields and for people as one Chinese sentence and a remedy."""

from __future__ import annotations

import errno

REASONS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EEXIST: "同名的文件或文件夹已经存在",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EISDIR: "这是一个文件夹，不是文件",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件超过了磁盘允许的大小",
    errno.EROFS: "磁盘是只读的",
    errno.ENAMETOOLONG: "名称太长",
    errno.EMFILE: "打开的文件太多",
    errno.EIO: "磁盘读写出错",
    errno.EBUSY: "正被别的程序占用",
}


# What databases say when the disk does not take what they write, and what that is in Chinese.
DISK_WORDS = (
    ("No space left", "磁盘已满"),
    ("disk is full", "磁盘已满"),
    ("File too large", "文件超过了磁盘允许的大小"),
    ("readonly database", "磁盘或文件是只读的"),
    ("Read-only file system", "磁盘是只读的"),
    ("Permission denied", "没有权限"),
    ("disk I/O error", "磁盘读写出错"),
    ("Could not write", "磁盘写不进去"),
)


def disk_reason(error: Exception) -> str | None:
    """Why the disk refused what a database wrote, in Chinese; None where it was something else."""
    return next((chinese for words, chinese in DISK_WORDS if words in str(error)), None)


def reason(error: OSError) -> str:
    """Why the system refused, in Chinese; what is not known by name is told by its number."""
    return REASONS.get(error.errno or 0, f"系统错误 {error.errno}" if error.errno else "系统没有说明原因")


class LensError(Exception):
    """Base of all errors of this product: `message` is Chinese and fit to show, `remedy` says what to do."""

    def __init__(self, message: str, remedy: str | None = None) -> None:
        super().__init__(message if remedy is None else f"{message} {remedy}")
        self.message = message
        self.remedy = remedy


class StoreError(LensError):
    """The store cannot be used as it is."""


class OriginalNotKept(StoreError):
    """The file that a batch was made of was never stored, as it names persons."""

    def __init__(self) -> None:
        super().__init__("按设置不保留姓名和电话，导入时没有存下原文件。", "需要原文件，请向填报单位要。")


class SnapshotDamaged(StoreError):
    """A snapshot file is not what was written. It was put aside, and the next opening builds it again from the batches."""

    def __init__(self) -> None:
        super().__init__("数据快照文件有损坏，已停用。", "请刷新页面或重新运行命令：系统会由导入的批次重建，数据不会丢失。")


class ImportCancelled(LensError):
    """A person stopped the work before it was acknowledged; nothing of it is left."""

    def __init__(self) -> None:
        super().__init__("已取消，没有存下任何内容。")


class UnknownName(LensError):
    """Something was asked for by a name that does not exist; `nearest` is the closest one that does."""

    def __init__(self, what: str, name: str, nearest: str | None = None) -> None:
        super().__init__(f"没有名为“{name}”的{what}。", f"您是否要找“{nearest}”？" if nearest else None)
        self.what = what
        self.name = name
        self.nearest = nearest


class UnknownBatch(UnknownName):
    """No batch of this id is in the store."""

    def __init__(self, name: str, nearest: str | None = None) -> None:
        super().__init__("导入批次", name, nearest)


class UnknownVersion(UnknownName):
    """No snapshot of this version was ever built."""

    def __init__(self, name: str, nearest: str | None = None) -> None:
        super().__init__("数据版本", name, nearest)
