"""行政检查: task, approval, notice, scan-in, record, result, rating."""
