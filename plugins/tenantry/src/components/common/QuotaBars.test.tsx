import { render, screen, within } from '@testing-library/react';
import { quotaBars, unknownQuota } from '../../__testUtils__/quota';
import { QuotaBars } from './QuotaBars';

function show(quota: Parameters<typeof QuotaBars>[0]['environment']['quota']) {
  render(<QuotaBars environment={{ name: 'prod', quota }} />);
  return within(screen.getByRole('list', { name: 'Quota of prod' }));
}

describe('QuotaBars', () => {
  it('is a meter for each gauge, in words as well', () => {
    show(quotaBars);
    const cpu = screen.getByRole('meter', { name: 'CPU of prod' });
    expect(cpu).toHaveAttribute('aria-valuenow', '32');
    expect(cpu).toHaveAttribute('aria-valuemin', '0');
    expect(cpu).toHaveAttribute('aria-valuemax', '100');
    expect(cpu).toHaveAttribute('aria-valuetext', '5.2 of 16, 32 %');
    expect(cpu.firstChild).toHaveStyle({ width: '32%' });
    expect(screen.getAllByRole('meter')).toHaveLength(4);
  });

  it('shows the numbers beside the bar, and which entry they are of', () => {
    const items = show(quotaBars).getAllByRole('listitem');
    expect(items.map(item => item.textContent)).toEqual([
      'CPU5.2 of 16',
      'Memory limits30 of 32 GiBnear full',
      'Storage0 of 500 GiB',
      'Pods130 of 120over',
    ]);
    expect(items.map(item => item.title)).toEqual([
      'requests.cpu',
      'limits.memory',
      'requests.storage',
      'count/pods',
    ]);
  });

  it('says in a word that little is left, and never draws past the end', () => {
    show(quotaBars);
    const memory = screen.getByRole('meter', { name: 'Memory limits of prod' });
    expect(memory).toHaveAttribute(
      'aria-valuetext',
      '30 of 32 GiB, 93 %, near full',
    );
    const pods = screen.getByRole('meter', { name: 'Pods of prod' });
    expect(pods).toHaveAttribute('aria-valuenow', '100');
    expect(pods).toHaveAttribute('aria-valuetext', '130 of 120, 108 %, over');
    expect(pods.firstChild).toHaveStyle({ width: '100%' });
  });

  it('has no bar for what is unknown, and says why once where all of it is', () => {
    const list = show(unknownQuota);
    expect(screen.queryByRole('meter')).not.toBeInTheDocument();
    expect(list.getAllByRole('listitem').map(item => item.textContent)).toEqual(
      ['Quota use unknownno cluster connected'],
    );
  });

  it('shows what is known beside what is not', () => {
    const list = show([
      quotaBars[0],
      {
        title: 'Pods',
        state: 'unknown',
        reason: 'ResourceQuota has no status of count/pods',
      },
    ]);
    expect(list.getAllByRole('listitem').map(item => item.textContent)).toEqual(
      ['CPU5.2 of 16', 'Pods unknownResourceQuota has no status of count/pods'],
    );
    expect(screen.getAllByRole('meter')).toHaveLength(1);
  });

  it('is nothing where nothing is bounded', () => {
    const { container } = render(
      <QuotaBars environment={{ name: 'prod', quota: [] }} />,
    );
    expect(container).toBeEmptyDOMElement();
  });
});
