"""The twenty-two places a picture can be set in, as painters of everything behind the subjects."""
