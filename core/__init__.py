"""The pipeline from a prompt to a film; it knows neither Streamlit nor FastAPI nor SQL statements."""

__version__ = "0.1.0"
