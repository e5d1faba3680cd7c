from hypothesis import settings

# The first call of a function may wait for a busy machine: time says nothing about these functions.
settings.register_profile("berakning", deadline=None, max_examples=50)
settings.load_profile("berakning")
