/**
 * `text` as code in HTML, for where GitHub reads HTML and no Markdown, as on the line of `<summary>`. GitHub links
 * mentions and references in the finished page, where `&#64;` is an `@` again, and leaves out what stands in `code`
 * (html-pipeline, `IGNORE_PARENTS`). An end of a line would end the HTML: `text` has none.
 */
export function renderHtmlCode(text: string): string {
  const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;')
  return `<code>${escaped}</code>`
}
