"""A good guest's rules: pure, no clock, no network. Who applies them is `middlewares`."""
