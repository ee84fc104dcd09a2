"""What passes between the one writer and its workers: orders one way, finished batches the other.

The place is a folder that both see, on storage whose renames are atomic; nothing else is asked of it. A run has a
folder below it, and in that folder one for each part of its links:

    <run>/part-2/order/        what is to be done; the worker that takes it renames it to taken/
    <run>/part-2/batch-0003/   a finished batch, made under another name and renamed into place
    <run>/part-2/beat          a number that grows while the worker lives
    <run>/part-2/stop          the writer wants no more of this part
    <run>/part-2/ended         the worker is done: the reason where it is not done with all, and how its hosts stand
    <run>/hosts/a.example/     empty: who made this folder, and nobody else, asks the host

What lies there is not forced to the disk: what a power cut leaves of it is found by its digest, and fetched again.
"""
