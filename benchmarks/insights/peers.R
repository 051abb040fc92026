# The usual two-step: person-mean centred lme4, one outcome at a time, on a long file; writes estimates and intervals.
suppressMessages(library(lme4))
args <- commandArgs(trailingOnly = TRUE)
d <- read.csv(args[1])
names <- c("closeness_A", "symptoms_A", "closeness_B", "symptoms_B")
for (n in names) d[[n]] <- d[[n]] - ave(d[[n]], d$pair, FUN = function(x) mean(x, na.rm = TRUE))
before <- d
before$day <- before$day + 1
names(before)[match(names, names(before))] <- paste0("l_", names)
d <- merge(d, before, by = c("pair", "day"))
begin <- proc.time()
rows <- NULL
for (to in names) {
  lags <- paste0("l_", names)
  rhs <- paste(lags, collapse = " + ")
  m <- suppressWarnings(lmer(as.formula(paste(to, "~", rhs, "+ (0 +", rhs, "|| pair)")), data = d,
            control = lmerControl(calc.derivs = FALSE)))
  b <- fixef(m)[lags]
  se <- sqrt(diag(as.matrix(vcov(m))))[lags]
  rows <- rbind(rows, data.frame(to = to, from = names, mean = b, low = b - 1.96 * se, high = b + 1.96 * se))
}
cat("cpu", sum((proc.time() - begin)[1:2]), "\n")
write.csv(rows, args[2], row.names = FALSE)
