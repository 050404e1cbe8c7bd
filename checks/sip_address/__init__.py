"""The address for calls and chats."""
