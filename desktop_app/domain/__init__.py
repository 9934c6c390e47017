"""The trade itself: frozen records of what happened and pure functions that compute from them."""
