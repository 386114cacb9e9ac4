"""How networks, data and results show themselves in notebooks: HTML that needs nothing else.

png.py and charts.py make pictures of numbers, markup.py puts them beside words, live.py shows a
training while it goes on. Nothing here knows what a network is: objects give their numbers.
"""
