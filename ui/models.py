"""The digit networks, loaded once and shared by all visitors; nobody changes them."""
