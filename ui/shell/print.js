// A button that prints the page with the link and the QR code that stand beside it.
export default function ({ parentElement, data }) {
  const place = parentElement.querySelector(".print-place");
  const button = place.firstElementChild ?? Object.assign(document.createElement("button"), { type: "button", className: "print" });
  button.textContent = data.label;
  button.onclick = () => window.print();
  place.append(button); // with its name: never a button without one
}
