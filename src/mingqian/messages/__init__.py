"""What a person is told inside the program: one line each, with the reason why it reached them."""
