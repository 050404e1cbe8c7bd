"""The name that address lists and chats show."""
