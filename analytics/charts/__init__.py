"""Tables in, plotly figures out; no streamlit, no SQL."""
