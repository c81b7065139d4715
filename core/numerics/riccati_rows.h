/*
 * riccati_rows.h - the kernels of riccati_map.c for one small size, with a matrix row in a vector register. Included there
 * once for each size, with
 *   N     the size n,
 *   ROW   a vector type of at least n doubles, of any alignment, and LANES, their number,
 *   WIDE  a vector type for rows of 2 n x 2 n matrices, WIDTH its length, PARTS the number of them that hold at least 2 n.
 * Matrices inside, and those of a map, have rows of LANES doubles, the others are compact; what lies in a row beyond the matrix is
 * finite or not, and nothing reads it. All loops have constant lengths. Hamiltonian flows get no treatment of their own:
 * their symmetries hold to rounding, and rows that were written whole are read back fastest.
 */
#define JOIN_(a, b) a##_##b
#define JOIN(a, b) JOIN_(a, b)
#define SIZED(name) JOIN(name, N)
#define BLOCK (N * LANES)
#define ROW_AT(a, i) (*(ROW *)((a) + (i)*LANES))
#define WIDE_LANES (WIDTH * PARTS)
#define PART_AT(a, i, c) (*(WIDE *)((a) + (i)*WIDE_LANES + WIDTH * (c)))
/* Part c of row i of the unit matrix, and of a row that is 1 in the first n columns and -1 in the others. */
#define UNIT_PART(i, c) (*(const WIDE *)(UNIT_ROW + MOST_COLUMNS - (i) + WIDTH * (c)))
#define TURNED_PART(c) (*(const WIDE *)(TURNED_ROW + MOST_TURNED - N + WIDTH * (c)))
#define UNIT_AT(i) (*(const ROW *)(UNIT_ROW + MOST_COLUMNS - (i)))
#define MATRIX(a) double a[BLOCK] __attribute__((aligned(64)))
#define WIDE_MATRIX(a) double a[2 * N * WIDE_LANES] __attribute__((aligned(64)))

RP_CLONES static double SIZED(prepare)(const double *h, double *scaled, double *scale, bool *hamiltonian) {
  return prepare(N, h, scaled, scale, hamiltonian);
}

/* From a compact matrix. Rows are put together in registers: one that is written in pieces is read back late. */
ALWAYS void SIZED(load)(const double *restrict from, double *restrict a) {
  for (int i = 0; i < N; ++i) {
    ROW row = {0};
    for (int j = 0; j < N; ++j)
      row[j] = from[i * N + j];
    ROW_AT(a, i) = LANES == N ? *(const ROW *)(from + i * N) : row;
  }
}

/* c = a b. */
ALWAYS void SIZED(multiply)(const double *a, const double *b, double *c) {
  for (int i = 0; i < N; ++i) {
    ROW sum = a[i * LANES] * ROW_AT(b, 0);
    for (int l = 1; l < N; ++l)
      sum += a[i * LANES + l] * ROW_AT(b, l);
    ROW_AT(c, i) = sum;
  }
}

/* c = a b, 2 n x 2 n. */
ALWAYS void SIZED(multiply_full)(const double *a, const double *b, double *c) {
  for (int i = 0; i < 2 * N; ++i)
    for (int p = 0; p < PARTS; ++p) {
      WIDE sum = a[i * WIDE_LANES] * PART_AT(b, 0, p);
      for (int l = 1; l < 2 * N; ++l)
        sum += a[i * WIDE_LANES + l] * PART_AT(b, l, p);
      PART_AT(c, i, p) = sum;
    }
}

ALWAYS void SIZED(exchange_rows)(double *a, int i, int k) {
  ROW row = ROW_AT(a, i);
  ROW_AT(a, i) = ROW_AT(a, k);
  ROW_AT(a, k) = row;
}

/*
 * b and c become a^{-1} b and a^{-1} c, by Gauss-Jordan elimination, or Cramer's rule for n = 2; returns the sign of det a, 0 if a
 * is singular. c may be b's next block.
 */
ALWAYS int SIZED(solve)(double *a, double *b, int sides) {
  int sign = 1;
  if (N == 2) {
    double determinant = a[0] * a[3] - a[1] * a[2], over = 1 / determinant;
    for (int s = 0; s < sides; ++s) {
      ROW x = ROW_AT(b + s * BLOCK, 0), y = ROW_AT(b + s * BLOCK, 1);
      ROW_AT(b + s * BLOCK, 0) = over * (a[3] * x - a[1] * y);
      ROW_AT(b + s * BLOCK, 1) = over * (a[0] * y - a[2] * x);
    }
    return (determinant > 0) - (determinant < 0);
  }
  UNROLLED for (int k = 0; k < N; ++k) {
    for (int i = k + 1; i < N; ++i)
      if (fabs(a[i * LANES + k]) > fabs(a[k * LANES + k])) {
        SIZED(exchange_rows)(a, i, k);
        for (int s = 0; s < sides; ++s)
          SIZED(exchange_rows)(b + s * BLOCK, i, k);
        sign = -sign;
      }
    double pivot = a[k * LANES + k], inverse = 1 / pivot;
    if (!(fabs(pivot) > 0)) return 0;
    if (pivot < 0) sign = -sign;
    ROW_AT(a, k) *= inverse;
    for (int s = 0; s < sides; ++s)
      ROW_AT(b + s * BLOCK, k) *= inverse;
    for (int i = 0; i < N; ++i) {
      if (i == k) continue;
      double x = a[i * LANES + k];
      ROW_AT(a, i) -= x * ROW_AT(a, k);
      for (int s = 0; s < sides; ++s)
        ROW_AT(b + s * BLOCK, i) -= x * ROW_AT(b + s * BLOCK, k);
    }
  }
  return sign;
}

/* Two rows from k on become block [2][2] times them. */
ALWAYS void SIZED(mix_rows)(int k, const double *block, double *a) {
  for (int p = 0; p < PARTS; ++p) {
    WIDE x = PART_AT(a, k, p), y = PART_AT(a, k + 1, p);
    PART_AT(a, k, p) = block[0] * x + block[1] * y;
    PART_AT(a, k + 1, p) = block[2] * x + block[3] * y;
  }
}

/*
 * b becomes a^{-1} b, 2 n x 2 n, by elimination in blocks of two, without exchanges: see map_of() in riccati_map.c.
 */
ALWAYS void SIZED(solve_full)(double *a, double *b) {
  UNROLLED for (int k = 0; k < 2 * N; k += 2) {
    const double *upper = a + k * WIDE_LANES + k, *lower = upper + WIDE_LANES;
    double over = 1 / (upper[0] * lower[1] - upper[1] * lower[0]);
    const double block[] = {over * lower[1], -(over * upper[1]), -(over * lower[0]), over * upper[0]};
    SIZED(mix_rows)(k, block, a);
    SIZED(mix_rows)(k, block, b);
    for (int i = 0; i < 2 * N; ++i) {
      if (i == k || i == k + 1) continue;
      double x = a[i * WIDE_LANES + k], y = a[i * WIDE_LANES + k + 1];
      for (int p = 0; p < PARTS; ++p) {
        PART_AT(a, i, p) -= x * PART_AT(a, k, p) + y * PART_AT(a, k + 1, p);
        PART_AT(b, i, p) -= x * PART_AT(b, k, p) + y * PART_AT(b, k + 1, p);
      }
    }
  }
}

/* Whether the entries of so many n x n matrices, one after the other, are finite. */
ALWAYS bool SIZED(all_finite)(int matrices, const double *a) {
  ROW sum = 0 * ROW_AT((double *)a, 0);
  double total = 0;
  for (int i = 1; i < matrices * N; ++i)
    sum += 0 * ROW_AT((double *)a, i);
  for (int j = 0; j < N; ++j)
    total += sum[j];
  return total == 0;
}

/* Sum of squares of the entries. */
ALWAYS double SIZED(squares)(const double *a) {
  double sum = 0;
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < N; ++j)
      sum += a[i * LANES + j] * a[i * LANES + j];
  return sum;
}

/*
 * Elimination of a, sign a semidefinite, by the largest diagonal first: sign a = sum of v v'/pivot over the rows v; rows
 * that are not reached are 0 with pivot 1. Leaves in a what is left of it; returns the bound of rounding in it.
 */
ALWAYS double SIZED(factor)(double sign, double *a, double *v, double *pivots) {
  double largest = 0;
  for (int i = 0; i < N; ++i) {
    ROW_AT(a, i) *= sign;
    ROW_AT(v, i) = (ROW){0};
    pivots[i] = 1;
    largest = larger(largest, fabs(a[i * LANES + i]));
  }
  double least = 8 * N * DBL_EPSILON * largest;
  for (int r = 0; r < N; ++r) {
    int p = 0;
    for (int i = 1; i < N; ++i)
      if (a[i * LANES + i] > a[p * LANES + p]) p = i;
    double pivot = a[p * LANES + p];
    if (!(pivot > least)) break;
    ROW row = ROW_AT(a, p), scaled = row * (1 / pivot);
    ROW_AT(v, r) = row;
    pivots[r] = pivot;
    for (int i = 0; i < N; ++i)
      ROW_AT(a, i) -= v[r * LANES + i] * scaled;
  }
  return least;
}

/* has_no_escape() without roots: 1 + k g has no eigenvalue <= 0 if and only if pivot delta + sign v' k v is positive definite. */
ALWAYS bool SIZED(has_no_escape)(int sign, const double *k, const double *g) {
  MATRIX(a);
  MATRIX(v);
  MATRIX(vk);
  double pivots[N], t[N][N];
  if (SIZED(squares)(k) * SIZED(squares)(g) < 1) return true;
  memcpy(a, g, sizeof a);
  SIZED(factor)(sign, a, v, pivots);
  SIZED(multiply)(v, k, vk);
  for (int r = 0; r < N; ++r)
    for (int q = 0; q <= r; ++q) {
      double x = 0;
      for (int j = 0; j < N; ++j)
        x += vk[r * LANES + j] * v[q * LANES + j];
      t[r][q] = (r == q ? pivots[r] : 0) + sign * x;
    }
  for (int j = 0; j < N; ++j) {
    if (!(t[j][j] > 0)) return false;
    double inverse = 1 / t[j][j];
    for (int i = j + 1; i < N; ++i)
      for (int l = j + 1; l <= i; ++l)
        t[i][l] -= t[i][j] * inverse * t[l][j];
  }
  return true;
}

RP_CLONES static bool SIZED(is_semidefinite)(int sign, const double *matrix) {
  MATRIX(a);
  MATRIX(v);
  double pivots[N];
  for (int i = 0; i < N; ++i)
    if (sign * matrix[i * N + i] < 0) return false;
  SIZED(load)(matrix, a);
  double least = SIZED(factor)(sign, a, v, pivots);
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < N; ++j)
      if (fabs(a[i * LANES + j]) > 4 * least) return false;
  return true;
}

RP_CLONES static bool SIZED(map_of)(const double *h, double *map) {
  const double *p = PADE;
  WIDE_MATRIX(a);
  WIDE_MATRIX(a2);
  WIDE_MATRIX(a4);
  WIDE_MATRIX(a6);
  WIDE_MATRIX(even);
  WIDE_MATRIX(odd);
  for (int i = 0; i < 2 * N; ++i)
    for (int c = 0; c < PARTS; ++c) {
      const double *from = h + i * 2 * N + WIDTH * c;
      WIDE part = {0};
      for (int j = 0; j < WIDTH && WIDTH * c + j < 2 * N; ++j)
        part[j] = from[j];
      PART_AT(a, i, c) = WIDTH * (c + 1) <= 2 * N ? *(const WIDE *)from : part;
    }
  SIZED(multiply_full)(a, a, a2);
  SIZED(multiply_full)(a2, a2, a4);
  SIZED(multiply_full)(a4, a2, a6);
  for (int i = 0; i < 2 * N; ++i)
    for (int c = 0; c < PARTS; ++c)
      PART_AT(even, i, c) = p[7] * PART_AT(a6, i, c) + p[5] * PART_AT(a4, i, c) + p[3] * PART_AT(a2, i, c) +
                            p[1] * UNIT_PART(i, c);
  SIZED(multiply_full)(a, even, odd);
  for (int i = 0; i < 2 * N; ++i)
    for (int c = 0; c < PARTS; ++c) {
      WIDE x = p[6] * PART_AT(a6, i, c) + p[4] * PART_AT(a4, i, c) + p[2] * PART_AT(a2, i, c) +
               p[0] * UNIT_PART(i, c);
      x *= TURNED_PART(c);
      WIDE y = PART_AT(odd, i, c);
      PART_AT(a, i, c) = x + y;
      PART_AT(a2, i, c) = x - y;
    }
  SIZED(solve_full)(a, a2);
  for (int i = 0; i < N; ++i) {
    double *u = a2 + i * WIDE_LANES, *v = a2 + (N + i) * WIDE_LANES;
    ROW_AT(map, i) = *(ROW *)u;
    ROW_AT(map + BLOCK, i) = *(ROW *)(v + N);
    ROW_AT(map + 2 * BLOCK, i) = -*(ROW *)(u + N);
    ROW_AT(map + 3 * BLOCK, i) = *(ROW *)v;
  }
  return SIZED(all_finite)(4, map);
}

RP_CLONES static bool SIZED(star)(const rp_riccati_kind *kind, const double *first, const double *second,
                                  double *result) {
  const double *e1 = first, *f1 = e1 + BLOCK, *g1 = f1 + BLOCK, *k1 = g1 + BLOCK;
  const double *e2 = second, *f2 = e2 + BLOCK, *g2 = f2 + BLOCK, *k2 = g2 + BLOCK;
  MATRIX(sum);
  MATRIX(e1g2);
  MATRIX(product);
  double right[2 * BLOCK] __attribute__((aligned(64))), *wf1 = right, *wk1e2 = right + BLOCK;
  if (kind->sign && !kind->monotone && !SIZED(has_no_escape)(kind->sign, k1, g2)) return false;
  SIZED(multiply)(k1, g2, sum);
  SIZED(multiply)(k1, e2, wk1e2);
  SIZED(multiply)(e1, g2, e1g2);
  memcpy(wf1, f1, sizeof sum);
  for (int i = 0; i < N; ++i)
    ROW_AT(sum, i) += UNIT_AT(i);
  if (SIZED(solve)(sum, right, 2) <= 0) return false;
  SIZED(multiply)(f2, wf1, result + BLOCK);
  SIZED(multiply)(e1g2, wf1, result + 2 * BLOCK);
  SIZED(multiply)(f2, wk1e2, result + 3 * BLOCK);
  SIZED(multiply)(e1, e2, result);
  SIZED(multiply)(e1g2, wk1e2, product);
  for (int i = 0; i < N; ++i) {
    ROW_AT(result, i) -= ROW_AT(product, i);
    ROW_AT(result + 2 * BLOCK, i) += ROW_AT((double *)g1, i);
    ROW_AT(result + 3 * BLOCK, i) += ROW_AT((double *)k2, i);
  }
  return SIZED(all_finite)(4, result);
}

RP_CLONES static bool SIZED(apply)(const rp_riccati_kind *kind, const double *map, const double *start,
                                   double *end) {
  const double *f = map + BLOCK, *g = map + 2 * BLOCK, *k = map + 3 * BLOCK;
  MATRIX(e);
  MATRIX(r);
  MATRIX(sum);
  MATRIX(fr);
  memcpy(e, map, sizeof e);
  if (start) {
    SIZED(load)(start, r);
    if (kind->sign && !SIZED(has_no_escape)(kind->sign, r, g)) return false;
    SIZED(multiply)(g, r, sum);
    for (int i = 0; i < N; ++i)
      ROW_AT(sum, i) += UNIT_AT(i);
    if (SIZED(solve)(sum, e, 1) <= 0) return false;
    SIZED(multiply)(f, r, fr);
    SIZED(multiply)(fr, e, r);
  } else {
    memcpy(sum, g, sizeof sum);
    if (SIZED(solve)(sum, e, 1) == 0) return false;
    SIZED(multiply)(f, e, r);
  }
  for (int i = 0; i < N; ++i)
    ROW_AT(r, i) += ROW_AT((double *)k, i);
  for (int i = 0; i < N; ++i)
    for (int j = 0; j < N; ++j)
      end[i * N + j] = kind->hamiltonian ? 0.5 * (r[i * LANES + j] + r[j * LANES + i]) : r[i * LANES + j];
  return SIZED(all_finite)(1, r);
}

#undef SIZED
#undef JOIN
#undef JOIN_
#undef BLOCK
#undef ROW_AT
#undef PART_AT
#undef WIDE_LANES
#undef MATRIX
#undef WIDE_MATRIX
#undef UNIT_AT
#undef UNIT_PART
#undef TURNED_PART
