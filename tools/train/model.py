"""The network as it is trained. src/lang/network.h reads what network.py writes of it."""
import torch
import torch.nn as nn
import torch.nn.functional as F


class Recurrence(torch.autograd.Function):
    """c[t] = f[t] c[t-1] + u[t] along the first dimension."""

    @staticmethod
    def forward(ctx, f, u):
        c, before = torch.empty_like(u), torch.zeros_like(u[0])
        for t in range(u.shape[0]):
            torch.addcmul(u[t], f[t], before, out=c[t])
            before = c[t]
        ctx.save_for_backward(f, c)
        return c

    @staticmethod
    def backward(ctx, g):
        f, c = ctx.saved_tensors
        to_u = torch.empty_like(c)
        to_u[-1] = g[-1]
        for t in range(c.shape[0] - 2, -1, -1):
            torch.addcmul(g[t], f[t + 1], to_u[t + 1], out=to_u[t])
        to_f = torch.zeros_like(f)
        to_f[1:] = to_u[1:] * c[:-1]
        return to_f, to_u


def dropped(x, share, training):
    """x (time, batch, width) with some columns left out, the same ones for all words of a sentence."""
    if not training:
        return x
    return x * torch.empty(1, x.shape[1], x.shape[2], dtype=x.dtype).bernoulli_(1 - share).div_(1 - share)


class Layer(nn.Module):
    """A simple recurrent unit in both directions (Lei et al., 2018, without the state in the gates), tanh around what it hands on."""

    def __init__(self, inputs, hidden, drop):
        super().__init__()
        self.hidden, self.projects, self.drop = hidden, inputs != 2 * hidden, drop
        self.w = nn.Linear(inputs, 2 * hidden * (4 if self.projects else 3))
        nn.init.xavier_uniform_(self.w.weight)
        nn.init.zeros_(self.w.bias)
        with torch.no_grad():
            self.w.bias[2 * hidden:4 * hidden].fill_(1.0)

    def forward(self, x, mask):
        part = self.w(dropped(x, self.drop, self.training)).float().split(2 * self.hidden, -1)
        z, forget, reset = part[0], torch.sigmoid(part[1]) * mask, torch.sigmoid(part[2])
        skip = torch.tanh(part[3]) if self.projects else x
        f, b = forget.split(self.hidden, -1)
        uf, ub = ((mask - forget) * z).split(self.hidden, -1)
        forward = Recurrence.apply(f.contiguous(), uf.contiguous())
        backward = torch.flip(Recurrence.apply(torch.flip(b, [0]), torch.flip(ub, [0])), [0])
        return torch.lerp(skip, torch.tanh(torch.cat([forward, backward], -1)), reset)


class Net(nn.Module):
    def __init__(self, sizes, vector, tags, labels, mentions, names, width, hidden, layers, arc, relation, drop):
        super().__init__()
        self.embeddings = nn.ModuleList([nn.Embedding(n, d, padding_idx=0) for n, d in sizes])
        for e in self.embeddings:
            nn.init.normal_(e.weight, 0, 0.3)
            e.weight.data[0] = 0
        self.inp = nn.Linear(sum(d for _, d in sizes) + vector, width)
        self.layers = nn.ModuleList([Layer(2 * hidden if i else width, hidden, drop) for i in range(layers)])
        self.drop, full = drop, 2 * hidden
        self.arc_dependent, self.arc_head = nn.Linear(full, arc), nn.Linear(full, arc)
        self.arc_matrix = nn.Parameter(nn.init.xavier_uniform_(torch.zeros(arc, arc)))
        self.arc_bias, self.arc_root = nn.Parameter(torch.zeros(arc)), nn.Parameter(torch.randn(arc) * 0.1)
        self.relation_dependent, self.relation_head = nn.Linear(full, relation), nn.Linear(full, relation)
        self.relation_root, self.relation = nn.Parameter(torch.randn(relation) * 0.1), nn.Linear(relation, labels)
        self.tag, self.mention, self.name = nn.Linear(full, tags), nn.Linear(full, mentions), nn.Linear(full, names)

    def embed(self, ids, vectors):
        x = [e(i) for e, i in zip(self.embeddings, ids)]
        if self.training:
            # Whole features are left out at random, so that the net does not lean on one.
            keep = lambda t: t * torch.empty(*t.shape[:-1], 1).bernoulli_(0.85)
            x, vectors = [keep(t) for t in x], keep(vectors)
        x = torch.cat([*x, vectors], -1)
        if self.training:
            x = dropped(x, self.drop * 0.5, True)
        return torch.tanh(self.inp(x).float())

    def encode(self, ids, vectors, mask):
        x = self.embed(ids, vectors)
        for layer in self.layers:
            x = layer(x, mask)
        return dropped(x, self.drop, self.training)

    def arcs(self, h):
        """Scores (batch, dependent, head), the root as head 0."""
        d, k = F.leaky_relu(self.arc_dependent(h).float(), 0.1), F.leaky_relu(self.arc_head(h).float(), 0.1)
        d, k = dropped(d, self.drop, self.training), dropped(k, self.drop, self.training)
        k = torch.cat([self.arc_root.expand(1, k.shape[1], -1), k], 0)
        return torch.einsum("tbi,ij,sbj->bts", d, self.arc_matrix, k) + torch.einsum("sbj,j->bs", k, self.arc_bias)[:, None, :]

    def relations(self, h, heads):
        k = torch.cat([self.relation_root.expand(1, h.shape[1], -1), self.relation_head(h).float()], 0)
        k = torch.gather(k, 0, heads[..., None].expand(-1, -1, k.shape[-1]))
        return self.relation(dropped(F.relu(self.relation_dependent(h).float() + k), self.drop, self.training)).float()


class Cutter(nn.Module):
    """Does a sentence end behind a word? From the embedded words around it and what stands between them."""

    WINDOW, GAPS = 4, 3

    def __init__(self, width, hidden):
        super().__init__()
        self.hidden = nn.Linear((2 * self.WINDOW + 1) * width, hidden)
        self.gap = nn.Embedding(2 * self.WINDOW * self.GAPS, hidden)
        self.out = nn.Linear(hidden, 1)
        self.gap.weight.data.zero_()

    def forward(self, x, gaps, at):
        offsets = torch.arange(1 - self.WINDOW, self.WINDOW + 2)
        words = F.dropout(x[at[:, None] + offsets].reshape(len(at), -1), 0.1, self.training)
        between = gaps[at[:, None] + offsets[:-1]] + self.GAPS * torch.arange(2 * self.WINDOW)
        h = torch.relu(self.hidden(words) + self.gap(between).sum(1))
        return self.out(F.dropout(h, 0.2, self.training))[:, 0]
