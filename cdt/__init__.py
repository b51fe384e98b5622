"""CDT: the model of one customer: beliefs, data set, training, release, serving.

The gateway is the only caller of a language model.
"""
