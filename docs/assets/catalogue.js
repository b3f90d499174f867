// The catalogue: a filter by name, and two functions on one picture, kept in the address.
const catalogue = document.querySelector(".catalogue")
const cards = [...catalogue.querySelectorAll(".card")]
const field = catalogue.querySelector("input[type=search]")
const count = catalogue.querySelector("output")

function filter() {
  const words = field.value.toLowerCase().split(/\s+/)
  for (const card of cards) {
    const text = [".card-name", "h3"].map(part => card.querySelector(part).textContent).join(" ")
    card.hidden = !words.every(word => text.toLowerCase().includes(word))
  }
  const shown = cards.filter(card => card.offsetParent).length
  count.textContent = count.dataset.text.replace("{shown}", shown).replace("{total}", cards.length)
}

function draw() {
  const address = new URL(location)
  for (const select of catalogue.querySelectorAll(".compare select")) {
    const card = document.getElementById(select.value).closest(".card")
    for (const part of ["phi", "slope"]) {
      const curve = card.querySelector(`path.${part}`).getAttribute("d")
      catalogue.querySelector(`.compare path.${part}.${select.name}`).setAttribute("d", curve)
    }
    address.searchParams.set(select.name, select.value)
  }
  return address
}

const asked = new URL(location).searchParams
for (const [name, first] of [["a", "sigmoid"], ["b", "relu"]]) {
  const select = catalogue.querySelector(`.compare select[name=${name}]`)
  const names = [...select.options].map(option => option.value)
  select.value = [asked.get(name), first, names[0]].find(one => names.includes(one))
  select.addEventListener("change", () => history.replaceState(null, "", draw()))
}
draw()
field.addEventListener("input", filter)
catalogue.querySelector(".filter").addEventListener("change", filter)
filter()
