// Pointing at a method in the legend dims the others; a click takes it out of the charts. The page reads without this.
const marked = [...document.querySelectorAll('.m')];
for (const button of document.querySelectorAll('.legend button')) {
  const method = button.dataset.m;
  const point = on => marked.forEach(e =>
    e.closest('.legend') || e.classList.toggle('dim', on && e.dataset.m !== method));
  button.addEventListener('mouseenter', () => point(true));
  button.addEventListener('mouseleave', () => point(false));
  button.addEventListener('click', () => {
    const off = button.classList.toggle('off');
    marked.forEach(e => e.closest('svg') && !e.closest('td') && e.dataset.m === method && e.classList.toggle('hidden', off));
  });
}
