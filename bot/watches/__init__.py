"""Questions whose new answers are told."""
