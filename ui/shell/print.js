// A button that prints the page with the link and the QR code that stand beside it.
export default function ({ parentElement, data }) {
  const button = parentElement.querySelector("button.print");
  button.textContent = data.label;
  button.onclick = () => window.print();
}
