"""The measure of all things: five sliders, a bar chart and a number, as Streamlit comes."""

import numpy as np
import streamlit as st

z = [st.slider(f"z{i + 1}", -10.0, 10.0, float(i)) for i in range(5)]
p = np.exp(z) / np.sum(np.exp(z))
st.bar_chart(p)
st.metric("p1", f"{p[0]:.4f}")
