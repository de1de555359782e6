"""Speed and load of the playground, beside a bare Streamlit app in the same run."""
