"""What a command says of itself, and to somebody who asks for one that there is not."""
