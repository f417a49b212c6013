"""Everything behind `jingwei serve`: the database, the web server and the job worker as one supervised tree."""
