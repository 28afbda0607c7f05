import { textProblem } from './text';

describe('free text', () => {
  it.each([
    'Payments',
    'Zahlungen: Köln & Umgebung (EU) #1',
    '支払い',
    'Платежи',
    'Payments - yes, no, null, 1e3',
    'Team \'quoted\' "twice", 100 % {sure} [always] *now* &more |>',
    'x'.repeat(80),
    '---',
    'Launch 🚀',
  ])('%j is fine', text => {
    expect(textProblem(text)).toBeUndefined();
  });

  it.each([
    ['', /empty/],
    ['   ', /empty/],
    ['x'.repeat(81), /81 characters/],
    [' Payments', /space/],
    ['Payments ', /space/],
    ['Payments\nowner: group:default/admins', /U\+000A/],
    ['Payments\r\n---', /U\+000D/],
    ['Payments\tx', /U\+0009/],
    ['Pay\u0000ments', /U\+0000/],
    ['Pay\u0085ments', /U\+0085/],
    ['Pay\u2028ments', /U\+2028/],
    ['Pay\u200Bments', /U\+200B/],
    ['Pay\u202Ements', /U\+202E/],
    ['Pay\u2066ments', /U\+2066/],
    ['\uFEFFPayments', /U\+FEFF/],
    ['Pay\u00A0ments', /U\+00A0/],
    ['Pay\u3164ments', /U\+3164/],
    ['Pay\uD800ments', /U\+D800/],
    ['Ｐayments', /unusual form/],
    ['ﬁnance', /unusual form/],
    ['Ko\u0308ln', /unusual form/],
    ['Pаyments', /mixes Latin/],
    ['Z\u0335\u0336\u0337\u0338', /three marks/],
    ['Pay {{ .Values.x }}', /template/],
    ['Pay }}', /template/],
    ['Pay {% if %}', /template/],
    ['Pay ${HOME}', /template/],
    ['Pay $(id)', /template/],
    ['Pay (( grab x ))', /template/],
    ['Pay <% x %>', /template/],
    ['Pay `id`', /template/],
  ])('%j is refused', (text, message) => {
    expect(textProblem(text)?.message).toMatch(message);
  });
});
