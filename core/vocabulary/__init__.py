"""What the words of a prompt mean in pictures: the one vocabulary that the planner and the sketch artist share."""
