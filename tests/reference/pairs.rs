//! Countries by one Han character, which are names beside another and in a few words.

/// Pairs of countries.
const PAIRS: &str = "中美 美中 中俄 俄中 中日 日中 中英 中德 德中 中韩 韩中 中韓 韓中 中印 中澳 澳中 中朝 \
    朝中 中越 中蒙 中泰 泰中 中菲 菲中 中墨 中葡 中柬 中缅 中緬 美俄 俄美 美日 日美 美韩 \
    韩美 美韓 韓美 美英 英美 美法 美印 印美 美越 越美 美菲 菲美 美朝 朝美 美澳 澳美 美墨 \
    墨美 美加 德美 俄蒙 蒙俄 美乌 乌美 美烏 日韩 韩日 日韓 韓日 日俄 俄日 日印 印日 日澳 \
    澳日 日菲 英法 法英 法德 德法 英德 德英 英俄 俄英 德俄 俄德 法俄 俄法 俄乌 乌俄 俄烏 \
    烏俄 俄朝 朝俄 朝韩 韩朝 泰柬 柬泰 印澳 英澳 澳英 美台 台美 台日 日台 日米 米日 米中 \
    中露 露中 中ロ ロ中 米露 露米 米ロ ロ米 日露 露日 日ロ ロ日 米韓 韓米 米朝 朝米 日朝 \
    米英 英米 米仏 仏米 米独 独米 米豪 豪米 米印 印米 米台 台米 米加 米越 日英 英日 日仏 \
    仏日 日独 独日 日豪 豪日 日加 日越 英仏 仏英 仏独 独仏 英独 独英 豪印 印豪 英豪 豪英 \
    豪韓 中豪 豪中 露朝 ロ朝";

/// Pairs that are words too.
const WORDS: &str = "中法 法中 法美 中加 加中 加美 印中 越中 英中 蒙中 墨中 葡中 中波 中埃 中意 意中 德意 \
    法意 英意 中乌 柬中 缅中 中仏 中独 中巴 巴中 中哈 哈中 中老 中新 中马 中土 中以 中沙 \
    中伊 中智 中秘 中塞 中匈 中希 中荷 中瑞 中白 中阿 中古 中尼 伊中 匈中 中港 港中";

/// What states have with each other.
const BETWEEN: &str = "关系 關係 関係 两国 兩國 両国 两地 兩地 双方 雙方 双边 雙邊 之间 之間 友好 建交 邦交 \
    国交 外交 外长 外長 外相 首脑 首腦 首脳 元首 领导人 領導人 峰会 峰會 边境 邊境 边界 \
    邊界 国境 人民 三国 三國 三方 3か国 3カ国 4か国 4カ国";

/// More words after a pair.
const AFTER: &str = "政府 贸易 貿易 经贸 經貿 经济 經濟 経済 会谈 會談 会談 谈判 談判 交渉 对话 對話 対話 \
    协议 协定 協定 協議 协商 协作 条约 條約 条約 联合 聯合 共同 合作 協力 安保 同盟 战争 \
    戰爭 戦争 冲突 衝突 摩擦 对抗 對抗 対立 対決 竞争 競爭 競争 交流 交往 军事 軍事 战略 \
    戰略 戦略 高层 高層 高官 通商 投资 投資 关税 關稅 関税 国防 防衛 和平 停战 停戦 局势 \
    分歧 紧张 緊張 事務 间的 間の 間で 間に 达成 達成 签署 簽署 发表 發表 建立 举行 舉行 \
    宣布 作为 作為 通过 通過";

/// Before 日 and 中 where they are other words.
const NOT_BEFORE: &str = "今 同 翌 昨 明 毎 每 当 近 即 次 平 假 休 生 节 初 终 終 連 曜 期 一 二 三 四 五 六 \
    七 八 九 十 〇 其 手 心 途 集 空 高 会 年 月";

/// After a pair with which a clause begins.
const FREE: &str = "就 将 將 应 應 已 在 的 和 与 與 が は の で も に を 、 ， 。";

/// Pairs with which no clause about countries begins.
const BEGINNINGS: &str = "日中 中日 中越 英德 中印";

/// Signs before a clause, with blanks and line breaks.
const SIGNS: &str = "， 。 、 ； ： ！ ？ 「 『 《 （ “ ‘ — … ( ,";

/// After a country with an embassy.
const OFFICES: &str = "大使 使馆 使館 使领 总领 總領 领馆 公使 武官 代表 记者 記者 机构 部队 部隊 美军 美軍 \
    英军 人员 期间";

/// After a country that is visited.
const VISITS: &str = "期间 期間 的 时 後 后 前 ， 。 、 回国 行程 团 計 计划 成果 结果 旅 并 和 将";

/// Before the word for a visit where it is another word.
const NO_VISITS: &str = "采 採 走 探 暗 查 上 拜 专 寻 回 信 家 到";

/// After 日 where it is Japan.
const OF_JAPAN: &str = "军 軍 寇 媒， 媒： 媒称 媒报";

/// Whether a form is one of these characters.
pub(super) fn is_of_pair(form: &str) -> bool {
    let is_half = |pair: &str| pair.starts_with(form) || pair.ends_with(form);
    form.chars().count() == 1
        && PAIRS.split(' ').chain(WORDS.split(' ')).any(is_half)
        && form.len() == 3
}

/// Whether the character between these texts is a country there.
pub(super) fn is_country(before: &str, character: &str, after: &str) -> bool {
    let begins = |rest: &str, words: &str| words.split(' ').any(|word| rest.starts_with(word));
    let ends = |text: &str, words: &str| words.split(' ').any(|word| text.ends_with(word));
    let is_mere_word = |before: &str| {
        ends(before, NOT_BEFORE)
            || before.ends_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c))
    };
    if before.ends_with(['驻', '駐']) {
        if begins(after, OFFICES) {
            return true;
        }
    } else if let Some(before) = before.strip_suffix(['访', '訪']) {
        if character != "中"
            && !ends(before, NO_VISITS)
            && (begins(after, VISITS) || after.is_empty() || after.starts_with(['\n', '\r']))
        {
            return true;
        }
    } else if character == "日" && begins(after, OF_JAPAN) && !is_mere_word(before) {
        return true;
    }

    let is_pair = |first: char, second: char, pairs: &str| {
        pairs.split(' ').any(|pair| pair == format!("{first}{second}"))
    };
    // Characters before and after it that are pairs with their neighbours.
    let mut run: Vec<char> = character.chars().collect();
    let (mut start, mut end) = (before.to_owned(), after);
    while run.len() < 4 && start.chars().next_back().is_some_and(|c| is_pair(c, run[0], PAIRS)) {
        run.insert(0, start.pop().unwrap());
    }
    let before_it = run.len() - 1;
    while run.len() < 4 && end.chars().next().is_some_and(|c| is_pair(run[run.len() - 1], c, PAIRS))
    {
        let c = end.chars().next().unwrap();
        run.push(c);
        end = &end[c.len_utf8()..];
    }
    if run.len() == 1 {
        let it = run[0];
        if before.chars().next_back().is_some_and(|c| is_pair(c, it, WORDS)) {
            return begins(after, BETWEEN);
        }
        return after
            .chars()
            .next()
            .is_some_and(|c| is_pair(it, c, WORDS) && begins(&after[c.len_utf8()..], BETWEEN));
    }
    let is_surely = begins(end, BETWEEN);
    if (run[0] == '日' || (run[0] == '中' && !is_surely))
        && is_mere_word(&start)
        && (before_it == 0 || run.len() == 2)
    {
        return false;
    }
    let begins_clause =
        start.is_empty() || ends(&start, SIGNS) || start.ends_with([' ', '\u{3000}', '\n']);
    is_surely
        || begins(end, AFTER)
        || (begins_clause && !is_pair(run[0], run[1], BEGINNINGS) && begins(end, FREE))
}
