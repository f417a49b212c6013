"""演示数据: builds the demonstration district; may import every area."""
