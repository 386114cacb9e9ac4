"""The commands that Nielsen's book prints, run: what they reach, beside what it says of them.

Read them in dense.py and convolutional.py, which are all data; answers.py finds the accuracy in
what they print, running.py runs one, page.py has the table of docs/guide/book.md.
"""
