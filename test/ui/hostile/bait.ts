declare global {
  interface Window {
    caught?: string[];
    /** VS Code's own list of files is open, which draws icons of what files are called. */
    isInFileDialog?: boolean;
  }
}

/** Looks at everything that is ever drawn, in every frame, also what is gone again before a test could look. */
export function watchForBait(): void {
  const caught: string[] = (window.caught = []);
  const look = (element: Element): void => {
    const target = `${element.getAttribute('href') ?? ''} ${element.getAttribute('data-href') ?? ''}`;
    const isLink = target.includes('door.probe') || (element.tagName === 'A' && element.textContent === 'Fix');
    if (window.isInFileDialog) return;
    if (isLink || element.classList.contains('codicon-squirrel'))
      caught.push(`${element.outerHTML} in ${element.parentElement?.outerHTML.slice(0, 500) ?? 'nothing'}`);
  };
  new MutationObserver((changes) => {
    for (const { target, addedNodes } of changes) {
      if (target instanceof Element) look(target);
      for (const node of addedNodes)
        if (node instanceof Element) [node, ...node.querySelectorAll('a, .codicon-squirrel')].forEach(look);
    }
  }).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ['href', 'data-href', 'class'],
  });
}
