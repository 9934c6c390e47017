"""The first start's workshop: everything that bootstrap needs while there is no environment yet."""
