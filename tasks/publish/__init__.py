"""Publishing: the writer's database becomes the file that analysts open."""
