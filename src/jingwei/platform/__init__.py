"""What every area stands on: accounts, audit, files, jobs, events, calendar, documents, database."""
