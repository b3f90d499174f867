// A copy button on each piece of code. Material's own wraps each in a landmark without a name.
document.querySelectorAll(".md-typeset .language-python.highlight pre").forEach(pre => {
  const [copy, copied] = document.documentElement.lang === "ko"
    ? ["코드 복사", "복사했습니다"]
    : ["Copy the code", "Copied"]
  const button = document.createElement("button")
  button.type = "button"
  button.className = "copy"
  button.textContent = button.title = copy
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(pre.querySelector("code").innerText)
    button.textContent = copied
    setTimeout(() => (button.textContent = copy), 2000)
  })
  pre.parentElement.append(button)
})
