"""通知报送: circulars, their receipt, returns and reminders."""
